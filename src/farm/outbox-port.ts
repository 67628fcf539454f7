import type { PublisherName } from '../domain/publisher.ts';
import type { OutboxCounts, OutboxEntry, OutboxState } from './records.ts';

/**
 * What is on its way to external indexes. A file that is published is noted in the same transaction; each publisher reads
 * those notes in order and at its own pace, so that none is lost or entered twice, and none is looked for in the history.
 */
export interface Outbox {
  /** Enters the next publications, at most `limit`, of nodes that the publisher takes; returns how many were read. */
  feedOutbox(feed: {
    publisher: PublisherName;
    nodes: readonly string[];
    limit: number;
    at: number;
  }): Promise<number>;
  /** Lets the feed begin anew; what was entered is not entered again. */
  rewindOutbox(publisher: PublisherName): Promise<void>;
  /** Pending entries whose time has come, oldest first. */
  listDueOutbox(query: {
    publisher: PublisherName;
    now: number;
    limit: number;
  }): Promise<readonly OutboxEntry[]>;
  /** When the next pending entry's time comes; null when there is none. */
  nextDueOutbox(publisher: PublisherName): Promise<number | null>;
  /** Moves an entry if it still is in the state named `from`. */
  moveOutbox(id: number, move: { from: OutboxState['name']; to: OutboxState }): Promise<boolean>;
  /** Every pending entry may be tried at once; after an index has come back. */
  releaseOutbox(publisher: PublisherName): Promise<void>;
  /** Every refused entry is pending again; returns how many. */
  retryRefusedOutbox(publisher: PublisherName, at: number): Promise<number>;
  countOutbox(publisher: PublisherName): Promise<OutboxCounts>;
  /** Entries by id, at most `limit`, from `after` on. */
  listOutbox(query: {
    publisher: PublisherName;
    states: readonly OutboxState['name'][];
    after: number;
    limit: number;
  }): Promise<readonly OutboxEntry[]>;
}
