import { openChangelogLoop } from './changelog-loop.ts';
import type { OpenFeed, UpstreamFeed } from './upstream-feed.ts';
import type { UpstreamLoop, WatchEvent, WatchPorts } from './upstream-loop.ts';

/** Follows what an upstream tells by itself. */
export function openFeed(
  farm: WatchPorts,
  of: {
    readonly upstream: string;
    readonly feed: UpstreamFeed;
    readonly expect: UpstreamLoop['expect'];
    readonly report: (event: WatchEvent) => void;
  },
): OpenFeed {
  return openChangelogLoop(farm, of);
}
