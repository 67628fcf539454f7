import type { ProjectName, Version } from '../domain/release.ts';
import type { WatchList } from '../domain/watch-list.ts';
import type { WatchedProject, WatchedRelease } from './records.ts';

/** What is remembered of upstreams, so that a restart goes on where it stopped. */
export interface WatchRecords {
  /** Lists that came through the API. */
  putWatchList(list: WatchList, at: number): Promise<void>;
  removeWatchList(name: string): Promise<boolean>;
  listWatchLists(): Promise<readonly WatchList[]>;

  keepWatchedProject(project: WatchedProject): Promise<void>;
  listWatchedProjects(upstream: string): Promise<readonly WatchedProject[]>;

  /** Up to where the changelog of an upstream was read; another address counts for itself. */
  keepChangelogSerial(read: { upstream: string; url: string; serial: number }): Promise<void>;
  findChangelogSerial(of: { upstream: string; url: string }): Promise<number | null>;

  /** One row a release of an upstream; the first time that it was seen stays. */
  keepWatchedRelease(release: WatchedRelease): Promise<void>;
  listWatchedReleases(query: { upstream: string; project: ProjectName }): Promise<readonly WatchedRelease[]>;
  /** Releases of a project, of any upstream, that are in no index yet. */
  listUnindexedReleases(project: ProjectName): Promise<readonly WatchedRelease[]>;
  markIndexed(
    release: { upstream: string; project: ProjectName; version: Version },
    at: number,
  ): Promise<void>;
}
