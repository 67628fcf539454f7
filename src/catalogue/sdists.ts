import type { Kysely } from 'kysely';
import type { Sdist } from '../domain/sdist.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { Schema, SdistRow } from './schema.ts';
import { readJson, writeJson } from './stored-json.ts';

export const sdistStatements = (
  database: Kysely<Schema>,
): Pick<Catalogue, 'addSdist' | 'findSdist' | 'findSdistOf' | 'listSdistsOf'> => ({
  addSdist: (sdist, at) =>
    database.transaction().execute(async (transaction) => {
      const added = await transaction
        .insertInto('sdists')
        .values({
          sha256: sdist.sha256,
          project: sdist.release.project,
          version: sdist.release.version,
          filename: sdist.filename,
          size_bytes: sdist.sizeBytes,
          facts: writeJson(sdist.facts),
          added_at: at,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('sha256')
        .executeTakeFirst();
      if (added) return { kind: 'added' };
      const same = await transaction
        .selectFrom('sdists')
        .select('sha256')
        .where('project', '=', sdist.release.project)
        .where('version', '=', sdist.release.version)
        .executeTakeFirst();
      if (same?.sha256 === sdist.sha256) return { kind: 'known' };
      // No release of that name: then the archive itself is known, under another name (a source tree names none).
      return { kind: 'conflict', other: same?.sha256 ?? sdist.sha256 };
    }),

  findSdist: async (sha256) => {
    const row = await database
      .selectFrom('sdists')
      .selectAll()
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    return row ? readSdist(row) : null;
  },

  findSdistOf: async (release) => {
    const row = await database
      .selectFrom('sdists')
      .selectAll()
      .where('project', '=', release.project)
      .where('version', '=', release.version)
      .executeTakeFirst();
    return row ? readSdist(row) : null;
  },

  listSdistsOf: async (project) => {
    const rows = await database.selectFrom('sdists').selectAll().where('project', '=', project).execute();
    return rows.map(readSdist);
  },
});

const readSdist = (row: SdistRow): Sdist => ({
  sha256: row.sha256,
  filename: row.filename,
  sizeBytes: row.size_bytes,
  release: { project: row.project, version: row.version },
  facts: { hints: [], requiresDist: [], ...readJson(row.facts) },
});
