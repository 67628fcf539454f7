import type { Readable } from 'node:stream';
import type { ImageFacts, ImageSpec } from '../domain/image.ts';
import type { Limits } from '../domain/limits.ts';
import type { AttemptId } from '../domain/plan.ts';
import type { Target } from '../domain/target.ts';

/** The container engine, as a worker sees it. Throws Outage when it does not answer. */
export interface Engine {
  /** Null when it answers, else what is wrong. */
  checkReady(): Promise<string | null>;
  /** Its name and version; null when it does not answer. */
  describe(): Promise<string | null>;
  /** Makes sure of the image; one that several want is made once. `report` gets progress lines. */
  ensureImage(
    spec: ImageSpec,
    options: { report: (line: string) => void; signal: AbortSignal },
  ): Promise<ImageResult>;
  /** Writes the target's file index, one JSON line an `IndexEntry`, from a container of its plain build image that has the network. Runs no stranger's code. */
  listPackageFiles(
    spec: ImageSpec,
    options: {
      onOutput: (chunk: Uint8Array) => Promise<void>;
      report: (line: string) => void;
      signal: AbortSignal;
    },
  ): Promise<void>;
  /** Copies shared libraries out of an image that is there, running none of it: soname to file, of those that are there. */
  copyLibraries(
    reference: string,
    order: {
      names: readonly string[];
      architecture: Target['architecture'];
      folder: string;
      signal: AbortSignal;
    },
  ): Promise<ReadonlyMap<string, string>>;
  /** Runs one driver in a sandbox to its end; nothing is left of the container afterwards, whatever happened. */
  runSandbox(run: SandboxRun): Promise<SandboxEnd>;
  /** Removes what other workers that are no more have left behind, and what this one lost hold of; returns how many containers. */
  sweep(isAlive: (worker: string) => boolean): Promise<number>;
  /** Removes images that this farm made and this worker has not used since that time; returns their names. */
  sweepImages(since: number): Promise<readonly string[]>;
}

export type ImageResult =
  | { readonly kind: 'ready'; readonly reference: string; readonly facts: ImageFacts }
  | { readonly kind: 'no-such-os-package' | 'os-package-conflict'; readonly packages: readonly string[] };

export type SandboxRun = {
  readonly attempt: AttemptId;
  readonly image: string;
  /** Python source that the container runs with the image's own interpreter. */
  readonly driver: string;
  /** A tar stream, given to the driver as standard input. An Outage of it is one of the run. */
  readonly input: Readable;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Receives standard output as it comes; back-pressure holds the container. Throwing ends the run. */
  readonly onOutput: (chunk: Uint8Array) => Promise<void>;
};

/** How the container ended. `deadline`: the worker had to end it because its driver did not. */
export type SandboxEnd =
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly outOfMemory: boolean;
      readonly stderr: string;
    }
  | { readonly kind: 'deadline' };
