import type * as z from 'zod';
import { pruneIndex } from '../../farm/prune-index.ts';
import type { Asked } from '../asked.ts';
import { nameOf } from '../authenticate.ts';
import type { PrunedFiles, PruneRequest } from '../contract/prune.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, type Reply } from '../reply.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;
const most = 1000;

export async function prune(
  farm: HttpFarm,
  { body, asked }: { readonly body: z.output<typeof PruneRequest>; readonly asked: Asked },
): Promise<Reply<PrunedFiles>> {
  const { keep, days, dryRun } = body;
  const rule = { keep, milliseconds: days * dayMilliseconds };
  const files = await pruneIndex(farm, { rule, dry: dryRun, most });
  if (!dryRun) farm.report({ kind: 'index-pruned', files: files.length, by: nameOf(asked.caller) });
  return json(200, {
    dryRun,
    files: files.map(({ node, filename, sha256, publishedAt }) => ({
      index: node,
      filename,
      sha256,
      publishedAt,
    })),
  });
}
