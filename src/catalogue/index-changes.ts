import type { ProjectName } from '../domain/release.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';

type Change = { readonly node: string; readonly project: ProjectName };

export type IndexChanges = Pick<Catalogue, 'onIndexChange'> & { readonly announce: (change: Change) => void };

/** Tells what has changed in the index once it stands in the catalogue, whose only writer is this process. */
export function openIndexChanges(): IndexChanges {
  const listeners = new Set<(change: Change) => void>();
  return {
    onIndexChange: (listener) => void listeners.add(listener),
    announce: ({ node, project }) => {
      for (const listener of listeners) listener({ node, project });
    },
  };
}
