import type { Outcome, SeenImage } from '../domain/outcome.ts';
import type { RefreshPlan } from '../domain/plan.ts';
import { openAttemptRecord } from './attempt-record.ts';
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
      const seen = record.seenImage();
      if (seen !== null) images.push(seen);
    }
    const [runtime, build] = images;
    if (runtime === undefined || build === undefined) throw new Error('an image is ready that was not seen');
    return { kind: 'refreshed', build, runtime, evidence: await record.evidence({ report: null }) };
  } finally {
    await record.closeLog().catch(() => undefined);
  }
}
