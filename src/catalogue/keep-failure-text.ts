import { sql, type Transaction } from 'kysely';
import type { BuildId, BuildState } from '../domain/build-state.ts';
import { failureText } from '../domain/failure-text.ts';
import type { Schema } from './schema.ts';

/** Keeps what a build failed of to be found, or no longer once it goes on; in the transaction that moves it. */
export async function keepFailureText(
  transaction: Transaction<Schema>,
  { id, state }: { readonly id: BuildId; readonly state: BuildState },
): Promise<void> {
  await sql`delete from failure_search where rowid = ${id}`.execute(transaction);
  if (state.name !== 'failed') return;
  await sql`insert into failure_search (rowid, text)
    select id, project || ' ' || version || ' ' || target || ' ' || ${failureText(state.failure)}
    from builds where id = ${id}`.execute(transaction);
}
