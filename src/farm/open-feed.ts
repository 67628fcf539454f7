import { openChangelogLoop } from './changelog-loop.ts';
import { openFolderFeed } from './folder-feed.ts';
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
  const { feed } = of;
  switch (feed.kind) {
    case 'changelog':
      return openChangelogLoop(farm, { ...of, feed });
    case 'folder':
      return openFolderFeed(farm, { ...of, feed });
  }
}
