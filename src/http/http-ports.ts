import type { ChangePorts } from '../farm/change-build.ts';
import type { FetchPorts } from '../farm/fetch-sdist.ts';
import type { LogPorts } from '../farm/read-log.ts';
import type { RequestPorts } from '../farm/request-builds.ts';
import type { HttpEvent } from './http-event.ts';

/** What the API needs from the world. */
export type HttpPorts = FetchPorts &
  RequestPorts &
  ChangePorts &
  LogPorts & {
    /** So many bytes that nobody can guess. */
    readonly random: (bytes: number) => Uint8Array;
    readonly maximumBlobBytes: number;
    /** Called after a request that made or changed builds: there may be something to schedule. */
    readonly onBuildsChanged: () => void;
  };

/** What a handler gets: the ports, and where it says what happened. */
export type HttpFarm = HttpPorts & {
  readonly report: (event: HttpEvent) => void;
  /** Part of each entity tag of a page: another process may have another catalogue or render otherwise. */
  readonly edition: string;
  readonly renderMetrics: () => Promise<{ readonly type: string; readonly text: string }>;
};
