import type { Generated, Selectable } from 'kysely';
import type { PublisherName } from '../domain/publisher.ts';
import type { ProjectName, Version } from '../domain/release.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { OutboxState } from '../farm/records.ts';

/** Every file that came into the index, in the order in which it came. */
export type PublicationTable = {
  readonly id: Generated<number>;
  readonly node: string;
  readonly filename: string;
};

/** How far a publisher has read the publications. */
export type PublisherFeedTable = { readonly publisher: PublisherName; readonly read_to: number };

export type OutboxTable = {
  readonly id: Generated<number>;
  readonly publisher: PublisherName;
  readonly node: string;
  readonly filename: string;
  readonly project: ProjectName;
  readonly version: Version;
  readonly sha256: Sha256;
  readonly wheel: Sha256;
  readonly entered_at: number;
  readonly state: OutboxState['name'];
  /** The fields of the states, each of which has some of them. */
  readonly tries: number | null;
  readonly not_before: number | null;
  readonly words: string | null;
  readonly ended_at: number | null;
};

export type OutboxRow = Selectable<OutboxTable>;
