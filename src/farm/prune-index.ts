import { findOutdated, type RetentionRule } from '../domain/retention.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Clock } from './ports.ts';
import type { IndexFile } from './records.ts';

/** Takes what the rule lets go out of the served indexes, or, dry, says what that would be; at most `most` files. */
export async function pruneIndex(
  farm: { readonly catalogue: Catalogue; readonly clock: Clock },
  how: { readonly rule: RetentionRule; readonly dry: boolean; readonly most: number },
): Promise<readonly IndexFile[]> {
  const now = farm.clock();
  const pruned: IndexFile[] = [];
  for (const { node, project } of await farm.catalogue.listRebuiltProjects()) {
    const files = await farm.catalogue.listFiles({ nodes: [node], project });
    // What was uploaded ready-made is its owner's to take back.
    const built = files.filter(({ build }) => build !== null);
    for (const file of findOutdated(built, { rule: how.rule, now })) {
      if (pruned.length >= how.most) return pruned;
      if (how.dry || (await farm.catalogue.retireFile(file, now))) pruned.push(file);
    }
  }
  return pruned;
}
