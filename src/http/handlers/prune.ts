import type * as z from 'zod';
import type { Sweep } from '../../farm/pruning.ts';
import type { Asked } from '../asked.ts';
import { nameOf } from '../authenticate.ts';
import type { PrunedFiles, PruneRequest, SweepState, SweepView } from '../contract/prune.ts';
import type { HttpFarm } from '../http-ports.ts';
import { pause } from '../pause.ts';
import { json, problem, type Reply } from '../reply.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;
const most = 1000;
/** A small farm is swept within this time; of a large one the answer says how far it is. */
const patienceMilliseconds = 5_000;

export async function prune(
  farm: HttpFarm,
  { body, asked }: { readonly body: z.output<typeof PruneRequest>; readonly asked: Asked },
): Promise<Reply<PrunedFiles>> {
  const { keep, days, logsDays, dryRun } = body;
  const milliseconds = days * dayMilliseconds;
  const files = await farm.pruning.begin({
    index: keep === null ? null : { keep, milliseconds },
    keep: { attempts: milliseconds, logs: logsDays === null ? null : logsDays * dayMilliseconds },
    dry: dryRun,
    most,
  });
  if (files !== null && !dryRun)
    farm.report({ kind: 'index-pruned', files: files.length, by: nameOf(asked.caller) });
  const waiting = new AbortController();
  if (files !== null)
    await Promise.race([farm.pruning.whenSwept(), pause(patienceMilliseconds, waiting.signal)]);
  waiting.abort();
  const sweep = farm.pruning.lastSweep();
  if (files === null || sweep === null)
    return problem(409, {
      kind: 'being-pruned',
      detail: 'the farm is being pruned already; ask again later',
    });
  return json(200, {
    dryRun,
    files: files.map(({ node, filename, sha256, publishedAt }) => ({
      index: node,
      filename,
      sha256,
      publishedAt,
    })),
    sweep: viewSweep(sweep),
  });
}

export async function showSweep(farm: HttpFarm): Promise<Reply<SweepState>> {
  const sweep = farm.pruning.lastSweep();
  return json(200, { sweep: sweep && viewSweep(sweep) });
}

const viewSweep = ({ dry, ...sweep }: Sweep): SweepView => ({ dryRun: dry, ...sweep });
