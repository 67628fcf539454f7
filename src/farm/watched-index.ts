import type { ProjectName } from '../domain/release.ts';
import type { SimpleIndex, UpstreamRelease } from './ports.ts';

/** A simple index that is looked at again and again: a page that has not changed costs it next to nothing. */
export interface WatchedIndex extends SimpleIndex {
  /** Throws Outage when there is no good answer. `etag`: of the last look; null: tell all. */
  look(project: ProjectName, known: { readonly etag: string | null }): Promise<UpstreamLook>;
}

export type UpstreamLook =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'unknown-project' }
  | {
      readonly kind: 'page';
      readonly etag: string | null;
      /** PyPI's and devpi's number of the last change; null where the upstream has none. */
      readonly serial: number | null;
      readonly releases: readonly UpstreamRelease[];
    };
