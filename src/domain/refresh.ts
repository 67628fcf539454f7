import type { Failure } from './failure.ts';
import type { SeenImage, StoredLog } from './outcome.ts';
import type { AttemptId } from './plan.ts';
import type { TargetName } from './target.ts';

/** The number of a refresh, and the revision of the images that it makes. */
export type RefreshId = number & { readonly brand: 'RefreshId' };

/** A wish to have a target's images made anew from the newest packages. */
export type Refresh = {
  readonly id: RefreshId;
  readonly target: TargetName;
  readonly requestedBy: string;
  readonly requestedAt: number;
  readonly state: RefreshState;
  /** Null: it is still being made, or nobody brought its log back. */
  readonly log: StoredLog | null;
};

/*
 *   request ──► making ──► made        from now on plans ask for these images
 *                  ├─────► unchanged   the newest packages are those that the images have
 *                  └─────► failed
 */
export type RefreshState =
  | { readonly name: 'making' }
  | {
      readonly name: 'made';
      /** Null: the target had none. */
      readonly before: TargetImages | null;
      readonly after: TargetImages;
      readonly endedAt: number;
    }
  | { readonly name: 'unchanged'; readonly images: TargetImages; readonly endedAt: number }
  | { readonly name: 'failed'; readonly failure: Failure; readonly endedAt: number };

/** A target's two plain images. */
export type TargetImages = { readonly build: SeenImage; readonly runtime: SeenImage };

export const attemptOfRefresh = (id: RefreshId): AttemptId => `refresh-${id}.1` as AttemptId;

/** Null for an attempt of a build. */
export function refreshOfAttempt(id: AttemptId): RefreshId | null {
  const [, digits] = /^refresh-([1-9]\d{0,11})\.1$/.exec(id) ?? [];
  return digits === undefined ? null : (Number(digits) as RefreshId);
}

/** What a refresh comes to, by the images that the target had. */
export const judgeRefresh = (
  before: TargetImages | null,
  { after, at: endedAt }: { readonly after: TargetImages; readonly at: number },
): RefreshState =>
  before?.build.identity === after.build.identity && before.runtime.identity === after.runtime.identity
    ? { name: 'unchanged', images: before, endedAt }
    : { name: 'made', before, after, endedAt };
