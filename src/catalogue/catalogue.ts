import type { Kysely } from 'kysely';
import type { Catalogue } from '../farm/catalogue-port.ts';
import { attemptStatements } from './attempts.ts';
import { markStatements } from './blob-marks.ts';
import { announceBuilds } from './build-changes.ts';
import { moveStatements } from './build-moves.ts';
import { buildStatements } from './builds.ts';
import { campaignStatements } from './campaigns.ts';
import { campaignMemberStatements } from './campaign-members.ts';
import { heldStatements } from './held-files.ts';
import { tellingStatements } from './campaign-tellings.ts';
import { clusterStatements } from './failure-clusters.ts';
import { fileIndexStatements } from './file-indexes.ts';
import { retentionStatements } from './retired-files.ts';
import { fileStatements } from './files.ts';
import { openIndexChanges } from './index-changes.ts';
import { imageStatements } from './images.ts';
import { statusStatements } from './project-statuses.ts';
import { feedStatements } from './outbox-feed.ts';
import { outboxStatements } from './outbox.ts';
import { refreshStatements } from './refreshes.ts';
import type { Schema } from './schema.ts';
import { learnedRecipeStatements } from './learned-recipes.ts';
import { newestBuildStatements } from './newest-builds.ts';
import { projectStatements } from './projects.ts';
import { searchStatements } from './search.ts';
import { sdistStatements } from './sdists.ts';
import { sessionStatements } from './sessions.ts';
import { targetFigureStatements } from './target-figures.ts';
import { tokenStatements } from './tokens.ts';
import { watchStatements } from './watched.ts';
import { wheelStatements } from './wheels.ts';
import { workStatements } from './work-records.ts';

/** The catalogue over a database whose tables are there. */
export function composeCatalogue(database: Kysely<Schema>): Catalogue {
  const changes = openIndexChanges();
  const builds = buildStatements(database);
  const attempts = attemptStatements(database);
  const held = heldStatements(database, changes);
  return {
    ...builds,
    ...attempts,
    ...held,
    ...announceBuilds({ ...builds, ...attempts, ...held }),
    ...moveStatements(database),
    ...workStatements(database),
    ...sdistStatements(database),
    ...newestBuildStatements(database),
    ...clusterStatements(database),
    ...searchStatements(database),
    ...projectStatements(database),
    ...wheelStatements(database),
    ...fileStatements(database, changes),
    ...retentionStatements(database, changes),
    ...markStatements(database),
    ...statusStatements(database, changes),
    onIndexChange: changes.onIndexChange,
    ...fileIndexStatements(database),
    ...feedStatements(database),
    ...outboxStatements(database),
    ...watchStatements(database),
    ...imageStatements(database),
    ...targetFigureStatements(database),
    ...refreshStatements(database),
    ...campaignStatements(database),
    ...campaignMemberStatements(database),
    ...tellingStatements(database),
    ...learnedRecipeStatements(database),
    ...tokenStatements(database),
    ...sessionStatements(database),
  };
}
