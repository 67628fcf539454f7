import type { ProjectName } from '../domain/release.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { Blobs } from './ports.ts';

/** What the catalogue knows of what may go. */
export interface Retention {
  /** Projects with files that bear a build tag, by node: only they have files that another goes before. */
  listRebuiltProjects(): Promise<readonly { readonly node: string; readonly project: ProjectName }[]>;
  /**
   * Takes a file out of a node; its name stays bound to its hash. False when it is not there, a build that succeeded
   * names it, or it is on its way to a publisher.
   */
  retireFile(file: { readonly node: string; readonly filename: string }, at: number): Promise<boolean>;
  /** When the oldest attempt or refresh that is not over was begun; null: none is. */
  findOldestOpenWork(): Promise<number | null>;
  /** Notes every blob that is named now. One set of marks at a time; others get their turns meanwhile. */
  markBlobs(bounds: MarkBounds, signal: AbortSignal): Promise<BlobMarks>;
}

/** Attempts of builds that are not over, or changed since `changedSince`, name all of theirs in any case. */
export type MarkBounds = {
  /** What ended since names the wheels that it was made with, and what it made. */
  readonly attemptsSince: number;
  /** What ended since names its log. */
  readonly logsSince: number;
  /** Files that left an index since are named as if they were there. */
  readonly changedSince: number;
};

export type BlobMarks = {
  /** Those that nothing names. */
  readonly pickUnnamed: (blobs: readonly Sha256[]) => Promise<readonly Sha256[]>;
} & AsyncDisposable;

/** Where the blobs are kept: who has them may let some go. */
export interface BlobStore extends Blobs {
  /** All of them, in portions that fit into memory; what is put or removed meanwhile may be among them or not. */
  list(): AsyncIterable<readonly KeptBlob[]>;
  /** False: it is not there, or was put again since. */
  remove(sha256: Sha256, options: { putBefore: number }): Promise<boolean>;
}

/** `putAt`: when it was put last. */
export type KeptBlob = { readonly sha256: Sha256; readonly sizeBytes: number; readonly putAt: number };
