import { sql, type Kysely } from 'kysely';
import type { Sha256 } from '../domain/sha256.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { IndexChanges } from './index-changes.ts';
import type { Schema } from './schema.ts';

export type RetiredFileRow = {
  readonly node: string;
  readonly filename: string;
  readonly sha256: Sha256;
  readonly retired_at: number;
};

type RetentionStatements = Pick<Catalogue, 'listRebuiltProjects' | 'retireFile'>;

export const retentionStatements = (
  database: Kysely<Schema>,
  changes: IndexChanges,
): RetentionStatements => ({
  listRebuiltProjects: () =>
    database
      .selectFrom('index_files')
      .select(['node', 'project'])
      .distinct()
      .where('build', 'is not', null)
      // name-version-tag-python-abi-platform: one part more than others have.
      .where('filename', 'like', '%-%-%-%-%-%.whl')
      .orderBy('node')
      .orderBy('project')
      .execute(),

  retireFile: async ({ node, filename }, at) => {
    const retired = await database.transaction().execute(async (transaction) => {
      const file = await transaction
        .selectFrom('index_files')
        .select(['project', 'sha256'])
        .where('node', '=', node)
        .where('filename', '=', filename)
        .executeTakeFirst();
      if (file === undefined) return null;
      const named = await transaction
        .selectFrom('builds')
        .select('id')
        .where('project', '=', file.project)
        .where('state', '=', 'succeeded')
        .where(sql<string>`json_extract(state_facts, '$.wheel')`, '=', file.sha256)
        .executeTakeFirst();
      const sending = await transaction
        .selectFrom('outbox')
        .select('id')
        .where('node', '=', node)
        .where('filename', '=', filename)
        .where('state', '=', 'pending')
        .executeTakeFirst();
      if (named !== undefined || sending !== undefined) return null;
      await transaction
        .insertInto('retired_files')
        .values({ node, filename, sha256: file.sha256, retired_at: at })
        .execute();
      await transaction
        .deleteFrom('index_files')
        .where('node', '=', node)
        .where('filename', '=', filename)
        .execute();
      return file;
    });
    if (retired === null) return false;
    changes.announce({ node, project: retired.project });
    return true;
  },
});
