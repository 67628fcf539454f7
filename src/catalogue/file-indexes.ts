import type { Kysely } from 'kysely';
import type { FileIndex, Provider } from '../domain/file-index.ts';
import { lookUpsFor } from '../domain/look-up-missing.ts';
import type { Missing } from '../domain/missing.ts';
import type { TargetName } from '../domain/target.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import { lookUp } from './look-up-provider.ts';
import type { Schema } from './schema.ts';
import { readJson } from './stored-json.ts';
import { writeFileIndex } from './write-file-index.ts';

type FileIndexStatements = Pick<
  Catalogue,
  | 'keepFileIndex'
  | 'findFileIndex'
  | 'keepFileIndexOrder'
  | 'findFileIndexOrder'
  | 'findProviders'
  | 'findBuildDepends'
>;

const mostProviders = 200;

export function fileIndexStatements(database: Kysely<Schema>): FileIndexStatements {
  let writing: Promise<void> = Promise.resolve();
  return {
    keepFileIndex: (index, entries) => {
      const written = writing.then(() => writeFileIndex(database, { index, entries }));
      writing = written.catch(() => undefined);
      return written;
    },

    findFileIndex: async (target) => (await findWhole(database, target))?.index ?? null,

    keepFileIndexOrder: async ({ target, build, failedAt }) => {
      const order = { build, failed_at: failedAt };
      await database
        .insertInto('file_index_orders')
        .values({ target, ...order })
        .onConflict((conflict) => conflict.column('target').doUpdateSet(order))
        .execute();
    },

    findFileIndexOrder: async (target) => {
      const row = await database
        .selectFrom('file_index_orders')
        .selectAll()
        .where('target', '=', target)
        .executeTakeFirst();
      return row ? { target, build: row.build, failedAt: row.failed_at } : null;
    },

    findProviders: async (target, wanted) => {
      const whole = await findWhole(database, target);
      const found: { missing: Missing; providers: readonly Provider[] }[] = [];
      for (const missing of wanted) {
        const providers = whole === null ? [] : await findFor(database, { id: whole.id, missing });
        found.push({ missing, providers });
      }
      return found;
    },

    findBuildDepends: async (target, project) => {
      const whole = await findWhole(database, target);
      const row =
        whole &&
        (await database
          .selectFrom('file_index_sources')
          .select('build_depends')
          .where('file_index', '=', whole.id)
          .where('project', '=', project)
          .executeTakeFirst());
      return row ? readJson(row.build_depends) : [];
    },
  };
}

async function findWhole(
  database: Kysely<Schema>,
  target: TargetName,
): Promise<{ readonly id: number; readonly index: FileIndex } | null> {
  const row = await database
    .selectFrom('file_indexes')
    .select(['id', 'image', 'made_at'])
    .where('target', '=', target)
    .where('is_whole', '=', 1)
    .executeTakeFirst();
  return row ? { id: row.id, index: { target, image: row.image, madeAt: row.made_at } } : null;
}

async function findFor(
  database: Kysely<Schema>,
  { id, missing }: { readonly id: number; readonly missing: Missing },
): Promise<readonly Provider[]> {
  const found: Provider[] = [];
  for (const wishes of lookUpsFor(missing)) {
    const limit = mostProviders - found.length;
    if (limit > 0) found.push(...(await lookUp(database, { id, wishes, limit })));
    if (found.some(isProof)) break;
  }
  return uniqueProviders(found);
}

/** A `FindX.cmake` says how to look for X, not that X is there. */
const isProof = ({ package: { isInstalled }, path }: Provider): boolean =>
  !isInstalled && !/\/Find[^/]*\.cmake$/.test(path);

const uniqueProviders = (found: readonly Provider[]): readonly Provider[] => [
  ...new Map(found.map((each) => [`${each.package.name} ${each.path}`, each])).values(),
];
