import type { Kysely } from 'kysely';
import type { Catalogue } from '../farm/ports.ts';
import { attemptStatements } from './attempts.ts';
import { buildStatements } from './builds.ts';
import { fileStatements } from './files.ts';
import { imageStatements } from './images.ts';
import type { Schema } from './schema.ts';
import { sdistStatements } from './sdists.ts';
import { tokenStatements } from './tokens.ts';
import { wheelStatements } from './wheels.ts';

/** The catalogue over a database whose tables are there. */
export const composeCatalogue = (database: Kysely<Schema>): Catalogue => ({
  ...sdistStatements(database),
  ...buildStatements(database),
  ...attemptStatements(database),
  ...wheelStatements(database),
  ...fileStatements(database),
  ...imageStatements(database),
  ...tokenStatements(database),
});
