/** What one sandbox may use at most. Bytes and whole seconds. */
export type Limits = {
  readonly memoryBytes: number;
  /** Size of the build's scratch file system, which lives in memory and is counted on top of `memoryBytes`. */
  readonly diskBytes: number;
  /** CPU cores; fractions are allowed. */
  readonly cpus: number;
  readonly processes: number;
  /** Wall time of the whole attempt inside the sandbox. */
  readonly wallSeconds: number;
  /** Longest time without a byte of output. */
  readonly silenceSeconds: number;
  /** Largest wheel that is taken out of the sandbox. */
  readonly wheelBytes: number;
};

const GiB = 1024 ** 3;

export const defaultLimits: Limits = {
  memoryBytes: 4 * GiB,
  diskBytes: 4 * GiB,
  cpus: 2,
  processes: 512,
  wallSeconds: 60 * 60,
  silenceSeconds: 15 * 60,
  wheelBytes: 1 * GiB,
};
