import type { Readable } from 'node:stream';
import type { ProjectName } from '../domain/release.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { WheelFacts } from '../domain/wheel.ts';
import type { OutboxEntry } from './records.ts';

/**
 * An external index that takes files, in whatever protocol it speaks. Where it can't be reached or is out of order, every
 * method throws RemoteTrouble.
 */
export interface RemoteIndex {
  /** Makes what must be there before the first upload; tells, a sentence each, what is there and differs from what is wished. */
  prepare(signal: AbortSignal): Promise<readonly string[]>;
  upload(file: RemoteUpload, signal: AbortSignal): Promise<UploadAnswer>;
  /** The project's files that the index itself has; empty where it does not know the project. */
  listFiles(query: RemoteProject, signal: AbortSignal): Promise<readonly RemoteFile[]>;
  /** Reads a file whose hash the index does not name; null where it is not to be had. */
  hashFile(file: RemoteFile, options: { limitBytes: number; signal: AbortSignal }): Promise<Sha256 | null>;
}

export type RemoteProject = { readonly node: string; readonly project: ProjectName };

export type RemoteFile = {
  readonly filename: string;
  /** Absolute, http or https. */
  readonly url: string;
  readonly sha256: Sha256 | null;
};

export type RemoteUpload = {
  readonly entry: OutboxEntry;
  /** What is known of the wheel that describes the file; null where only its name and hash are. */
  readonly wheel: WheelFacts | null;
  readonly content: Readable;
  readonly sizeBytes: number;
};

export type UploadAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly words: string };

/** The index is away, busy or broken, or does not know us: nothing is wrong with the file, and it is tried again. */
export class RemoteTrouble extends Error {
  override readonly name = 'RemoteTrouble';
  /** When the index itself asked to wait. */
  readonly retryAfterMilliseconds: number | null;
  constructor(
    message: string,
    options: { readonly retryAfterMilliseconds?: number | null; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.retryAfterMilliseconds = options.retryAfterMilliseconds ?? null;
  }
}
