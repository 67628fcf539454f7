import type { Outcome, SeenImage } from '../domain/outcome.ts';
import type { RefreshPlan } from '../domain/plan.ts';
import { keepImageFacts, openAttemptRecord } from './attempt-record.ts';
import { readLibrarySymbols } from './library-symbols.ts';
import type { WorkerPorts } from './worker-ports.ts';

/** Makes a target's plain images from the newest packages. Those that were there stay for the builds that have them in their plan. */
export async function carryOutRefresh(
  worker: WorkerPorts,
  plan: RefreshPlan,
  signal: AbortSignal,
): Promise<Outcome> {
  await using folder = await worker.scratch.open();
  const record = await openAttemptRecord(worker, { id: plan.attempt, folder: folder.path, signal });
  try {
    const images: SeenImage[] = [];
    for (const spec of [plan.runtime, plan.image]) {
      const image = await record.prepareImage(spec);
      if (image.kind !== 'ready')
        return { kind: 'failed', failure: image, evidence: await record.evidence({ report: null }) };
      if (spec.flavour === 'build') images.push(await keepImageFacts(worker, image.facts));
      else {
        const { reference, facts } = image;
        const of = { image: { reference, spec }, libraries: facts.libraries, folder: folder.path, signal };
        images.push(
          await keepImageFacts(worker, { ...facts, symbols: await readLibrarySymbols(worker, of) }),
        );
      }
    }
    const [runtime, build] = images;
    if (runtime === undefined || build === undefined) throw new Error('an image is ready that was not kept');
    return { kind: 'refreshed', build, runtime, evidence: await record.evidence({ report: null }) };
  } finally {
    await record.closeLog().catch(() => undefined);
  }
}
