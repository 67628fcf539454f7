import type { BuildView } from '../http/contract/build.ts';
import type { Errand } from './errand.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { listIndexPaths } from './index-paths.ts';
import { renderPipInstall } from '../domain/pip-install.ts';

/** Says what one may do with builds that are over, and what they were worth. */
export async function endOfBuilds(errand: Errand, builds: readonly BuildView[]): Promise<ExitCode> {
  if (errand.settings.form === 'text') {
    await tellInstalls(
      errand,
      builds.filter(({ state }) => state.name === 'succeeded'),
    );
    for (const build of builds.filter(({ state }) => state.name === 'failed')) {
      await errand.printer.note(`why: wheelyard logs ${build.id}; all of it: wheelyard show ${build.id}`);
    }
  }
  return exitCodeOf(builds);
}

async function tellInstalls({ farm, printer }: Errand, built: readonly BuildView[]): Promise<void> {
  if (built.length === 0) return;
  const indexPaths = await listIndexPaths(farm);
  for (const build of built) {
    const indexPath = indexPaths.get(build.target);
    if (indexPath !== undefined) await printer.line(renderPipInstall(farm.url, { ...build, indexPath }));
  }
}

/** The worst of them: a failure says more than a build that somebody stopped. */
function exitCodeOf(builds: readonly BuildView[]): ExitCode {
  const states = builds.map(({ state }) => state.name);
  if (states.includes('failed')) return exitCodes.failed.code;
  if (states.every((name) => name === 'succeeded')) return exitCodes.done.code;
  return exitCodes.stopped.code;
}
