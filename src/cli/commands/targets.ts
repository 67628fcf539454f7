import type { Command } from 'commander';
import { TargetDetail, TargetList, type TargetView } from '../../http/contract/target.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { renderTime } from '../measures.ts';
import { placeOf } from '../../domain/pip-install.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { renderFacts, renderTable } from '../table.ts';

export const addTargets = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('targets'))
    .description('list what the farm builds for, or tell all of one target')
    .argument('[name]', 'name of a target')
    .action((name: string | undefined, _flags: unknown, command: Command) =>
      runErrand(world, command, (errand) =>
        name === undefined ? listTargets(errand) : showTarget(errand, name),
      ),
    );

async function listTargets({ farm, printer, settings }: Errand): Promise<ExitCode> {
  const { value, raw } = await farm.ask({ method: 'GET', path: 'api/targets' }, TargetList);
  if (settings.form === 'json') await printer.json(raw);
  else {
    const rows = value.targets.map((target) => [
      target.name,
      target.pythonVersion,
      target.platform,
      renderOffer(target),
      target.images.build?.identity.slice(0, 12) ?? 'not seen yet',
    ]);
    await printer.lines(renderTable(['TARGET', 'PYTHON', 'PLATFORM', 'OFFERED', 'BUILD IMAGE'], rows));
  }
  return exitCodes.done.code;
}

async function showTarget({ farm, printer, settings }: Errand, name: string): Promise<ExitCode> {
  const path = `api/targets/${encodeURIComponent(name)}`;
  const { value: target, raw } = await farm.ask({ method: 'GET', path }, TargetDetail);
  if (settings.form === 'json') await printer.json(raw);
  else await printer.lines(renderTarget(target, farm.url));
  return exitCodes.done.code;
}

const renderTarget = (target: TargetDetail, farm: URL): readonly string[] => [
  ...renderFacts([
    ['target', target.name],
    ['system', `${target.family} ${target.release}, ${target.platform}`],
    ['python', target.pythonVersion],
    ['offered', renderOffer(target)],
    ['tried', target.tried],
    ['base', target.registryImage],
    ['build image', renderImage(target, 'build')],
    ['runtime image', renderImage(target, 'runtime')],
    ['index', placeOf(farm, target.indexPath)],
    ['builds', renderBuilds(target)],
    ['file index', renderFileIndex(target)],
  ]),
  ...renderPackages('runtime packages', target.manifests.runtime ?? target.runtimePackages),
  ...renderPackages('build packages', target.manifests.build ?? target.buildPackages),
];

const renderOffer = ({ isOffered, status }: TargetView): string =>
  isOffered ? 'yes' : status === 'untried' ? 'no (untried)' : 'no';

function renderImage({ images }: TargetView, flavour: 'build' | 'runtime'): string {
  const image = images[flavour];
  return image === null ? 'not seen yet' : `${image.identity}, seen ${renderTime(image.recordedAt)}`;
}

const renderBuilds = ({ builds }: TargetDetail): string =>
  Object.entries(builds)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ') || 'none';

function renderFileIndex({ fileIndex }: TargetDetail): string {
  if (fileIndex === null) return 'none yet';
  const { size, madeAt } = fileIndex;
  const listed = size === null ? '' : `${size.files} files of ${size.packages} packages, `;
  return `${listed}made ${renderTime(madeAt)}`;
}

const renderPackages = (title: string, packages: readonly string[]): readonly string[] => [
  '',
  `${title} (${packages.length})`,
  ...packages.map((name) => `  ${name}`),
];
