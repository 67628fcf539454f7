import type { ImageStep } from './image.ts';
import type { Limits } from './limits.ts';
import type { AttemptId } from './plan.ts';
import type { Release } from './release.ts';
import type { Sha256 } from './sha256.ts';
import type { TargetName } from './target.ts';

/** What it takes to repeat an attempt by hand. */
export type Reproduction = {
  readonly attempt: AttemptId;
  readonly release: Release;
  readonly target: TargetName;
  readonly limits: Limits;
  /** How its image is made; the last step bears the image's name. */
  readonly image: readonly ImageStep[];
  /** What lies in the folder that the container sees. */
  readonly files: readonly ReproductionFile[];
};

export type ReproductionFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly sha256: Sha256; readonly sizeBytes: number };
