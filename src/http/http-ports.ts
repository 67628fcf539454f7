import type { ChangePorts } from '../farm/change-build.ts';
import type { FetchPorts } from '../farm/fetch-sdist.ts';
import type { LogPorts } from '../farm/read-log.ts';
import type { ReproductionPorts } from '../farm/reproduce-attempt.ts';
import type { OnDemand } from '../farm/on-demand.ts';
import type { Pruning } from '../farm/pruning.ts';
import type { Publishing } from '../farm/publishing.ts';
import type { Watching } from '../farm/watching.ts';
import type { ProjectName } from '../domain/release.ts';
import type { Result } from '../domain/result.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { WheelFileList } from '../domain/wheel.ts';
import type { VersionRule } from '../domain/watch-list.ts';
import type { QueueEstimate } from '../farm/estimate-queue.ts';
import type { Storage } from '../farm/storage.ts';
import type { EventTimes } from '../farm/event-times.ts';
import type { RateLimits } from '../farm/rate-limits.ts';
import type { RequestPorts } from '../farm/request-builds.ts';
import type { Recipe } from '../domain/recipe.ts';
import type { FarmFeed } from './farm-feed.ts';
import type { HttpEvent } from './http-event.ts';
import type { PageShelf } from './simple-index/page-shelf.ts';
import type { ReadyPages } from './simple-index/ready-pages.ts';

/** What the API needs from the world. */
export type HttpPorts = FetchPorts &
  RequestPorts &
  ChangePorts &
  ReproductionPorts &
  LogPorts & {
    /** Where clients find the farm; null: where they say that they found it. */
    readonly publicUrl: string | null;
    /** Whether the API answers questions of those who show no token. */
    readonly anonymousRead: 'yes' | 'no';
    readonly recipes: ReadonlyMap<ProjectName, Recipe>;
    /** How each of them is written. */
    readonly recipeTexts: ReadonlyMap<ProjectName, string>;
    /** So many bytes that nobody can guess. */
    readonly random: (bytes: number) => Uint8Array;
    readonly maximumBlobBytes: number;
    readonly watching: Omit<Watching, keyof AsyncDisposable>;
    /** By upstream, what who pushes events must show. */
    readonly eventSecrets: ReadonlyMap<string, string>;
    /** What a team's lock file, or its requirements, ask for; else what is wrong with it. */
    readonly readLockFile: (
      filename: string,
      text: string,
    ) => Result<ReadonlyMap<ProjectName, VersionRule>, string>;
    /** Null: it is not kept, or is no wheel. */
    readonly listWheelFiles: (sha256: Sha256) => Promise<WheelFileList | null>;
    readonly eventTimes: EventTimes;
    readonly onDemand: Omit<OnDemand, keyof AsyncDisposable>;
    readonly publishing: Omit<Publishing, keyof AsyncDisposable>;
    readonly storage: Storage;
    readonly pruning: Omit<Pruning, keyof AsyncDisposable>;
    /** Called after a request that made or changed builds: there may be something to schedule. */
    readonly onBuildsChanged: () => void;
  };

/** What a handler gets: the ports, and where it says what happened. */
export type HttpFarm = HttpPorts & {
  readonly report: (event: HttpEvent) => void;
  readonly feed: FarmFeed;
  /** Pages of the index that are made already, and those who answer with them. */
  readonly shelf: PageShelf;
  readonly readyPages: ReadyPages;
  /** How long the queue takes, as it was estimated lately. */
  readonly estimateQueue: () => Promise<QueueEstimate>;
  /** Seconds until a build that is queued now is likely done; null: nobody knows. */
  readonly estimateWait: () => Promise<number | null>;
  /** How often clients have done what they may do only so often. */
  readonly rateLimits: RateLimits;
  readonly renderMetrics: () => Promise<{ readonly type: string; readonly text: string }>;
};
