import type { ProjectName } from '../domain/release.ts';

/** Tells that something of a project may have changed. What has, its page says: an event that is told twice, or made up, is one look. */
export type UpstreamFeed =
  | {
      readonly kind: 'changelog';
      /** Its serials mean nothing at another address. */
      readonly url: string;
      /** Seconds between two questions, at least. */
      readonly everySeconds: number;
      readonly changelog: Changelog;
    }
  | { readonly kind: 'folder'; readonly changes: FolderChanges };

/** Tells of projects that have changed in a folder, of those that were looked at before and of new ones. */
export interface FolderChanges {
  listen(told: {
    readonly changed: (projects: readonly ProjectName[]) => void;
    /** Changes may be found only in their turn. */
    readonly trouble: (problem: string) => void;
  }): Disposable;
}

/** A numbered list of all that happened at an index (PyPI's `changelog_since_serial`). Both throw Outage when there is no good answer. */
export interface Changelog {
  lastSerial(): Promise<number>;
  /** What came after that serial, the oldest first, and only so much of it as the index tells at a time. */
  since(serial: number): Promise<readonly ChangelogEvent[]>;
}

export type ChangelogEvent = {
  /** Null where the name is none that a project can have. */
  readonly project: ProjectName | null;
  readonly serial: number;
};

export type FeedState = {
  readonly kind: UpstreamFeed['kind'];
  /** Up to where it was read; null: not yet, or it does not count. */
  readonly serial: number | null;
  readonly askedAt: number | null;
  readonly problem: string | null;
  /** How often in a row. */
  readonly faults: number;
};

/** What follows a feed and makes the loop of its upstream look. */
export type OpenFeed = {
  readonly state: () => FeedState;
  /** Time may have passed. */
  readonly wake: () => void;
} & AsyncDisposable;
