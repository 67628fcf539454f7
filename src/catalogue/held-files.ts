import type { Kysely, Transaction } from 'kysely';
import type { BuildId } from '../domain/build-state.ts';
import { resultOf, type CampaignId } from '../domain/campaign.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import { changeState, readBuild } from './build-row.ts';
import type { HeldFileRow } from './campaign-tables.ts';
import { readFile, writeFile } from './files.ts';
import type { IndexChanges } from './index-changes.ts';
import { enterFile, findStanding } from './index-entry.ts';
import type { Schema } from './schema.ts';
import { readJson, writeJson } from './stored-json.ts';

type HeldStatements = Pick<Catalogue, 'holdBuild' | 'listHeldFiles' | 'publishHeld'>;

/** What campaigns keep back until all of it is published. */
export const heldStatements = (database: Kysely<Schema>, changes: IndexChanges): HeldStatements => ({
  holdBuild: (id, { state, files, at }) =>
    database.transaction().execute(async (transaction) => {
      const { campaign } = state;
      for (const file of files) {
        const other = await transaction
          .selectFrom('held_files')
          .select('sha256')
          .where('campaign', '=', campaign)
          .where('node', '=', file.node)
          .where('filename', '=', file.filename)
          .where('sha256', '!=', file.sha256)
          .executeTakeFirst();
        if (other) return false;
      }
      if (!(await changeState(transaction, { id, from: 'publishing', to: state, at }))) return false;
      for (const file of files) {
        await transaction
          .insertInto('held_files')
          .values({ ...writeFile(file), build: id, campaign })
          .execute();
      }
      return true;
    }),

  listHeldFiles: async (campaign, { nodes, project }) => {
    if (nodes.length === 0) return [];
    const rows = await database
      .selectFrom('held_files')
      .selectAll()
      .where('campaign', '=', campaign)
      .where('node', 'in', nodes)
      .where('project', '=', project)
      .execute();
    return rows.map(readFile);
  },

  publishHeld: async (id, at) => {
    const { publication, files } = await database.transaction().execute(async (transaction) => {
      if (!(await isSettled(transaction, id))) return moved;
      const held = await transaction
        .selectFrom('held_files')
        .selectAll()
        .where('campaign', '=', id)
        .execute();
      const taken = await findTaken(transaction, held);
      if (taken.length > 0) return { publication: { kind: 'taken', builds: taken } as const, files: [] };
      // Of builds of the campaign that made the very same the first one's stands.
      for (const { campaign: _campaign, ...file } of held)
        await enterFile(transaction, { ...file, published_at: at });
      const builds = await endBuilds(transaction, { id, at });
      await transaction.deleteFrom('held_files').where('campaign', '=', id).execute();
      await transaction
        .updateTable('campaigns')
        .set({ state: 'over', ended_at: at })
        .where('id', '=', id)
        .execute();
      return { publication: { kind: 'published', builds } as const, files: held };
    });
    const changed = new Map(files.map((file) => [`${file.node} ${file.project}`, file]));
    for (const file of changed.values()) changes.announce(file);
    return publication;
  },
});

const moved = { publication: { kind: 'moved' }, files: [] } as const;

/** Whether every build is where the campaign believes it to be: a person may have begun one anew a moment ago. */
async function isSettled(transaction: Transaction<Schema>, id: CampaignId): Promise<boolean> {
  const campaign = await transaction
    .selectFrom('campaigns')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirst();
  if (campaign === undefined || !['running', 'held', 'publishing'].includes(campaign.state)) return false;
  const astray = await transaction
    .selectFrom('campaign_builds')
    .leftJoin('builds', 'builds.id', 'campaign_builds.build')
    .select('campaign_builds.place')
    .where('campaign_builds.campaign', '=', id)
    .where((where) =>
      where.or([
        where('campaign_builds.progress', 'in', ['pending', 'begun']),
        where.and([
          where('campaign_builds.progress', '=', 'held'),
          where('builds.state', 'not in', ['held', 'waiting']),
        ]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return astray === undefined;
}

/** Builds whose files have names that another hash has. */
async function findTaken(
  transaction: Transaction<Schema>,
  held: readonly HeldFileRow[],
): Promise<readonly BuildId[]> {
  const taken = new Set<BuildId>();
  for (const { build, ...file } of held)
    if ((await findStanding(transaction, file)) === 'taken') taken.add(build);
  return [...taken];
}

async function endBuilds(
  transaction: Transaction<Schema>,
  { id, at }: { readonly id: CampaignId; readonly at: number },
): Promise<readonly BuildId[]> {
  const rows = await transaction
    .selectFrom('campaign_builds')
    .select(['place', 'build', 'progress_facts'])
    .where('campaign', '=', id)
    .where('progress', '=', 'held')
    .execute();
  const ended: BuildId[] = [];
  for (const { place, build, progress_facts: facts } of rows) {
    if (build !== null && (await endBuild(transaction, { build, at }))) ended.push(build);
    const result = resultOf(readJson(facts));
    if (result === null) continue;
    const progress = { name: 'over', result: { ...result, state: 'succeeded' } } as const;
    await transaction
      .updateTable('campaign_builds')
      .set({ progress: 'over', progress_facts: writeJson(progress) })
      .where('campaign', '=', id)
      .where('place', '=', place)
      .execute();
  }
  return ended;
}

/** False for one that waits to be answered by another's wheel. */
async function endBuild(
  transaction: Transaction<Schema>,
  { build: id, at }: { readonly build: BuildId; readonly at: number },
): Promise<boolean> {
  const row = await transaction.selectFrom('builds').selectAll().where('id', '=', id).executeTakeFirst();
  const state = row && readBuild(row).state;
  if (state?.name !== 'held') return false;
  const { wheel, filename, degradation, rebuilt } = state;
  const to = { name: 'succeeded', wheel, filename, answeredBy: null, degradation, rebuilt } as const;
  return changeState(transaction, { id, from: 'held', to, at });
}
