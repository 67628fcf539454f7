import { sql, type Transaction } from 'kysely';
import type { BuildId, BuildState } from '../domain/build-state.ts';
import { totalOf, type BuildTime } from '../domain/expected-time.ts';
import { hourOf, countedAs, stepOf } from '../domain/hourly-results.ts';
import type { AttemptOutcome } from '../domain/outcome.ts';
import type { Schema } from './schema.ts';
import { readJson } from './stored-json.ts';

/** Counts the end of a build, and keeps how long one took that went well, within the transaction in which it ended. */
export async function keepEnd(
  transaction: Transaction<Schema>,
  { id, to, at }: { readonly id: BuildId; readonly to: BuildState; readonly at: number },
): Promise<void> {
  const result = countedAs(to);
  if (result === null) return;
  const isOwn = to.name === 'succeeded' && to.answeredBy === null;
  const time = isOwn ? await findTime(transaction, id) : null;
  const step = time === null ? -1 : stepOf(totalOf(time));
  await transaction
    .insertInto('hourly_results')
    .values({ hour: hourOf(at), result, step, builds: 1 })
    .onConflict((conflict) =>
      conflict.columns(['hour', 'result', 'step']).doUpdateSet({ builds: sql`hourly_results.builds + 1` }),
    )
    .execute();
  if (time === null) return;
  const build = await transaction
    .selectFrom('builds')
    .select(['project', 'target'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const kept = { build_milliseconds: time.build, verify_milliseconds: time.verify, ended_at: at };
  await transaction
    .insertInto('build_times')
    .values({ ...build, ...kept })
    .onConflict((conflict) => conflict.columns(['project', 'target']).doUpdateSet(kept))
    .execute();
}

/** Its last attempt that built, and the last that verified; null: it was not built, as far as is known. */
async function findTime(transaction: Transaction<Schema>, build: BuildId): Promise<BuildTime | null> {
  const rows = await transaction
    .selectFrom('attempts')
    .innerJoin('builds', 'builds.id', 'attempts.build')
    .select('outcome')
    .where('attempts.build', '=', build)
    .whereRef('number', '>', 'builds.earlier_attempts')
    .orderBy('number', 'desc')
    .execute();
  const outcomes = rows.flatMap(({ outcome }) => (outcome === null ? [] : [readJson(outcome)]));
  const took = (kind: AttemptOutcome['kind']): number | null => {
    const evidence = outcomes.find((outcome) => outcome.kind === kind)?.evidence;
    return evidence === undefined ? null : Math.max(0, evidence.endedAt - evidence.startedAt);
  };
  const built = took('built');
  return built === null ? null : { build: built, verify: took('verified') ?? 0 };
}
