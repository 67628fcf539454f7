import type { LogBounds } from './log-writer.ts';
import type { Engine } from './engine-port.ts';
import type { Archives, Blobs, Clock, LiveLogs, Scratch } from './ports.ts';

/** What a worker has. No catalogue, no index: it runs strangers' code. */
export type WorkerPorts = {
  readonly engine: Engine;
  readonly blobs: Blobs;
  readonly liveLogs: LiveLogs;
  readonly archives: Archives;
  readonly scratch: Scratch;
  readonly clock: Clock;
  /** Its name, unique among those who share an engine. */
  readonly worker: string;
  /** Python sources that run inside the sandbox. */
  readonly drivers: { readonly build: string; readonly verify: string };
  readonly logBounds: LogBounds;
};
