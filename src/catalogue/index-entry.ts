import type { Transaction } from 'kysely';
import type { IndexFileRow, Schema } from './schema.ts';

type NamedRow = Pick<IndexFileRow, 'node' | 'filename' | 'sha256'>;

/** Puts a file into its node and on its way to every publisher, in one transaction, unless its name stands there. */
export async function enterFile(
  transaction: Transaction<Schema>,
  row: IndexFileRow,
): Promise<'published' | 'known' | 'taken'> {
  const standing = await findStanding(transaction, row);
  if (standing !== 'free') return standing;
  const { node, filename, project } = row;
  await transaction.insertInto('index_files').values(row).execute();
  await transaction
    .insertInto('index_projects')
    .values({ node, project })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await transaction
    .deleteFrom('retired_files')
    .where('node', '=', node)
    .where('filename', '=', filename)
    .execute();
  await transaction.insertInto('publications').values({ node, filename }).execute();
  return 'published';
}

/** `taken`: the name is, or was, in the node with another hash. */
export async function findStanding(
  transaction: Transaction<Schema>,
  { node, filename, sha256 }: NamedRow,
): Promise<'free' | 'known' | 'taken'> {
  const find = (table: 'index_files' | 'retired_files') =>
    transaction
      .selectFrom(table)
      .select('sha256')
      .where('node', '=', node)
      .where('filename', '=', filename)
      .executeTakeFirst();
  const standing = await find('index_files');
  if (standing !== undefined) return standing.sha256 === sha256 ? 'known' : 'taken';
  const retired = await find('retired_files');
  return retired === undefined || retired.sha256 === sha256 ? 'free' : 'taken';
}
