/** Milliseconds. */
export type WorkTimes = {
  /** How long a silent worker keeps its jobs. Renewed four times as often. */
  readonly lock: number;
  /** How often somebody looks for jobs of lost workers. */
  readonly stallCheck: number;
  /** How often a worker that can't work asks whether it can. */
  readonly readinessPoll: number;
  /** First pause of a job that met an outage; doubles to 30 s. */
  readonly firstRetry: number;
  /** What a run gets, after its signal, to take its container down before another worker may begin it anew. */
  readonly abort: number;
};

/** A killed worker's job runs again within lock + stallCheck, and some seconds for a worker that has just started. */
export const usualTimes: WorkTimes = {
  lock: 12_000,
  stallCheck: 4000,
  readinessPoll: 1000,
  firstRetry: 1000,
  abort: 5000,
};

/** How often a job may lose its worker and is run again. */
export const toleratedLosses = 3;
