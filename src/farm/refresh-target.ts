import type { Outcome } from '../domain/outcome.ts';
import { planRefresh } from '../domain/plan-attempt.ts';
import {
  attemptOfRefresh,
  judgeRefresh,
  refreshOfAttempt,
  type Refresh,
  type TargetImages,
} from '../domain/refresh.ts';
import { platformOf, type TargetName } from '../domain/target.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { EndedAttempt } from './ports.ts';
import { retryChanged } from './retry-by-itself.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** Hands each refresh in the making to the queue, unless the queue has it. */
export async function dispatchRefreshes(farm: SchedulerPorts): Promise<void> {
  for (const refresh of await farm.catalogue.listRefreshesInMaking()) await dispatchRefresh(farm, refresh);
}

async function dispatchRefresh(farm: SchedulerPorts, { id, target: name }: Refresh): Promise<void> {
  const target = farm.targets.get(name);
  if (target === undefined) {
    const failure = { kind: 'unknown', exitCode: null, line: `no target ${name} is defined` } as const;
    await farm.catalogue.endRefresh(id, { name: 'failed', failure, endedAt: farm.clock() });
    return;
  }
  const attempt = attemptOfRefresh(id);
  const platform = platformOf(target);
  if ((await farm.dispatcher.locate(attempt, platform)) !== 'unknown') return;
  // It is one, and what is built behind it waits for nothing else.
  await farm.dispatcher.dispatch(planRefresh({ attempt, target, revision: id }), { platform, priority: 0 });
}

/** Takes in what came of a refresh; false when the attempt is of a build. Doing so twice is doing so once. */
export async function applyRefresh(farm: SchedulerPorts, ended: EndedAttempt): Promise<boolean> {
  const id = refreshOfAttempt(ended.id);
  if (id === null) return false;
  const refresh = await farm.catalogue.findRefresh(id);
  if (refresh?.state.name === 'making') await endRefresh(farm, { refresh, result: ended.result });
  await adoptImages(farm, (await farm.catalogue.findRefresh(id)) ?? null);
  return true;
}

async function endRefresh(
  farm: SchedulerPorts,
  { refresh, result }: { readonly refresh: Refresh; readonly result: EndedAttempt['result'] },
): Promise<void> {
  const at = farm.clock();
  if (result.kind === 'worker-lost') {
    const failure = { kind: 'worker-lost', times: result.times } as const;
    await farm.catalogue.endRefresh(refresh.id, { name: 'failed', failure, endedAt: at });
    return;
  }
  const { outcome } = result;
  const { log } = outcome.evidence;
  if (log !== null) await farm.catalogue.keepRefreshLog(refresh.id, log);
  if (outcome.kind === 'refreshed') {
    const before = await findImages(farm.catalogue, refresh.target);
    await farm.catalogue.endRefresh(refresh.id, judgeRefresh(before, { after: imagesOf(outcome), at }));
  } else if (outcome.kind === 'failed') {
    await farm.catalogue.endRefresh(refresh.id, { name: 'failed', failure: outcome.failure, endedAt: at });
  }
}

const imagesOf = ({ build, runtime }: Outcome & { readonly kind: 'refreshed' }): TargetImages => ({
  build,
  runtime,
});

async function findImages(catalogue: Catalogue, target: TargetName): Promise<TargetImages | null> {
  const build = await catalogue.findLatestImage(target, 'build');
  const runtime = await catalogue.findLatestImage(target, 'runtime');
  if (build === null || runtime === null) return null;
  return {
    build: { identity: build.identity, facts: build.factsBlob },
    runtime: { identity: runtime.identity, facts: runtime.factsBlob },
  };
}

/** From now on the new images are the target's. Those that an earlier crash left unrecorded are recorded here. */
async function adoptImages(farm: SchedulerPorts, refresh: Refresh | null): Promise<void> {
  if (refresh?.state.name !== 'made') return;
  if ((await farm.catalogue.findRevision(refresh.target)) !== refresh.id) return;
  const { target, state } = refresh;
  for (const flavour of ['build', 'runtime'] as const) {
    const { identity, facts } = state.after[flavour];
    const recordedAt = farm.clock();
    const image = { target, flavour, osPackages: [], identity, factsBlob: facts, recordedAt };
    await farm.catalogue.recordImage(image);
  }
  // What failed on the target's old image may not on this one.
  farm.errands.run(`changed inputs on ${target}`, () => retryChanged(farm, { target }));
}
