import type { Kysely } from 'kysely';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { Schema } from './schema.ts';
import { writeJson } from './stored-json.ts';

export const imageStatements = (
  database: Kysely<Schema>,
): Pick<Catalogue, 'recordImage' | 'findLatestImage'> => ({
  recordImage: async (image) => {
    const seen = { facts_blob: image.factsBlob, recorded_at: image.recordedAt };
    const known = await database
      .selectFrom('images')
      .select('identity')
      .where('target', '=', image.target)
      .where('flavour', '=', image.flavour)
      .where('os_packages', '=', writeJson(image.osPackages))
      .where('identity', '=', image.identity)
      .executeTakeFirst();
    await database
      .insertInto('images')
      .values({
        target: image.target,
        flavour: image.flavour,
        os_packages: writeJson(image.osPackages),
        identity: image.identity,
        ...seen,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['target', 'flavour', 'os_packages', 'identity'])
          .doUpdateSet(seen)
          // Workers report in any order.
          .where('images.recorded_at', '<', image.recordedAt),
      )
      .execute();
    return { isNew: known === undefined };
  },

  // The plain image: one with the packages of some plan says nothing about the target.
  findLatestImage: async (target, flavour) => {
    const row = await database
      .selectFrom('images')
      .select(['identity', 'facts_blob', 'recorded_at'])
      .where('target', '=', target)
      .where('flavour', '=', flavour)
      .where('os_packages', '=', writeJson([]))
      .orderBy('recorded_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row
      ? {
          target,
          flavour,
          osPackages: [],
          identity: row.identity,
          factsBlob: row.facts_blob,
          recordedAt: row.recorded_at,
        }
      : null;
  },
});
