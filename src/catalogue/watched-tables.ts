import type { ProjectName, Version } from '../domain/release.ts';
import type { VersionRule, WatchList } from '../domain/watch-list.ts';
import type { WatchedRelease } from '../farm/records.ts';
import type { StoredJson } from './stored-json.ts';

/** A list as it is stored: JSON has no maps. */
type StoredWatchList = Omit<WatchList, 'projects'> & {
  readonly projects: readonly (readonly [ProjectName, VersionRule])[];
};

export type WatchListTable = {
  readonly name: string;
  readonly definition: StoredJson<StoredWatchList>;
  readonly changed_at: number;
};

export type WatchedProjectRow = {
  readonly upstream: string;
  readonly project: ProjectName;
  readonly etag: string | null;
  readonly serial: number | null;
  readonly rules: string;
  readonly looked_at: number;
  readonly due_at: number;
  readonly event_at: number | null;
  readonly problem: string | null;
  readonly faults: number;
};

export type ChangelogSerialRow = {
  readonly upstream: string;
  readonly url: string;
  readonly serial: number;
};

export type WatchedReleaseRow = {
  readonly upstream: string;
  readonly project: ProjectName;
  readonly version: Version;
  readonly seen_at: number;
  readonly state: WatchedRelease['state'];
  readonly is_yanked: 0 | 1;
  readonly words: string | null;
  readonly indexed_at: number | null;
};
