import type { Kysely } from 'kysely';
import { sdistsNode } from '../domain/publisher.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { OutboxRow } from './outbox-tables.ts';
import type { Schema } from './schema.ts';
import { readJson } from './stored-json.ts';

type FeedStatements = Pick<Catalogue, 'feedOutbox' | 'rewindOutbox'>;

export const feedStatements = (database: Kysely<Schema>): FeedStatements => ({
  feedOutbox: ({ publisher, nodes, limit, at }) =>
    database.transaction().execute(async (transaction) => {
      const feed = await transaction
        .selectFrom('publisher_feeds')
        .select('read_to')
        .where('publisher', '=', publisher)
        .executeTakeFirst();
      const published = await listPublications(transaction, { after: feed?.read_to ?? 0, limit });
      const last = published.at(-1);
      if (last === undefined) return 0;
      const entries = published.flatMap((file): readonly NewEntry[] => [
        ...(nodes.includes(file.node) ? [wheelEntry(file)] : []),
        ...(nodes.includes(sdistsNode) ? sdistEntry(file) : []),
      ]);
      for (const entry of entries) {
        await transaction
          .insertInto('outbox')
          .values({ ...entry, publisher, entered_at: at, ...fresh })
          .onConflict((conflict) => conflict.columns(['publisher', 'node', 'filename']).doNothing())
          .execute();
      }
      await transaction
        .insertInto('publisher_feeds')
        .values({ publisher, read_to: last.id })
        .onConflict((conflict) => conflict.column('publisher').doUpdateSet({ read_to: last.id }))
        .execute();
      return published.length;
    }),

  rewindOutbox: async (publisher) => {
    await database
      .updateTable('publisher_feeds')
      .set({ read_to: 0 })
      .where('publisher', '=', publisher)
      .execute();
  },
});

type NewEntry = Pick<OutboxRow, 'node' | 'filename' | 'project' | 'version' | 'sha256' | 'wheel'>;

const fresh = { state: 'pending', tries: 0, not_before: 0, words: null, ended_at: null } as const;

/** The sdist joins in where the file was built here. */
const listPublications = (
  database: Kysely<Schema>,
  page: { readonly after: number; readonly limit: number },
) =>
  database
    .selectFrom('publications')
    .innerJoin('index_files', (join) =>
      join
        .onRef('index_files.node', '=', 'publications.node')
        .onRef('index_files.filename', '=', 'publications.filename'),
    )
    .leftJoin('builds', 'builds.id', 'index_files.build')
    .leftJoin('sdists', 'sdists.sha256', 'builds.sdist')
    .select([
      'publications.id',
      'index_files.node',
      'index_files.filename',
      'index_files.project',
      'index_files.version',
      'index_files.sha256',
      'sdists.sha256 as sdist',
      'sdists.filename as sdist_filename',
      'sdists.facts as sdist_facts',
    ])
    .where('publications.id', '>', page.after)
    .orderBy('publications.id')
    .limit(page.limit)
    .execute();

type Publication = Awaited<ReturnType<typeof listPublications>>[number];

const wheelEntry = ({ node, filename, project, version, sha256 }: Publication): NewEntry => ({
  node,
  filename,
  project,
  version,
  sha256,
  wheel: sha256,
});

/** A source tree without PKG-INFO is no sdist, and no index would take it for one. */
function sdistEntry(file: Publication): readonly NewEntry[] {
  const { sdist, sdist_filename: filename, sdist_facts: facts, project, version } = file;
  if (sdist === null || filename === null || facts === null) return [];
  if (readJson(facts).layout !== 'sdist') return [];
  return [{ node: sdistsNode, filename, project, version, sha256: sdist, wheel: file.sha256 }];
}
