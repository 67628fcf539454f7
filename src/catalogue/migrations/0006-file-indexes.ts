import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/*
 * Which package has which file, for each target: half a million rows, so names of packages and folders stand once and
 * are numbers elsewhere. `name` is what a file is looked for as; `file` its last component, with `*` for that name. A
 * target's index is replaced by writing another beside it, which counts from the moment that it is whole.
 */
export const fileIndexes: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const table of tables) await sql.raw(table).execute(db);
  },
};

const tables = [
  `create table file_indexes (
     id integer primary key autoincrement, target text not null, image text not null, made_at integer not null,
     is_whole integer not null) strict`,
  `create index file_indexes_by_target on file_indexes (target, is_whole, id)`,
  `create table file_index_packages (
     file_index integer not null, package integer not null, name text not null, version text not null,
     source text not null, section text not null, is_installed integer not null, adds_packages integer not null,
     adds_kibibytes integer not null, used_by_sources integer not null,
     primary key (file_index, package)) strict, without rowid`,
  `create index file_index_packages_by_name on file_index_packages (name, file_index)`,
  `create index file_index_packages_by_source on file_index_packages (source, file_index)`,
  `create table file_index_folders (
     file_index integer not null, folder integer not null, path text not null,
     primary key (file_index, folder)) strict, without rowid`,
  `create table file_index_files (
     file_index integer not null, kind integer not null, name text not null, folder integer not null,
     file text not null, package integer not null,
     primary key (file_index, kind, name, folder, file, package)) strict, without rowid`,
  `create table file_index_sources (
     file_index integer not null, project text not null, build_depends text not null,
     primary key (file_index, project)) strict, without rowid`,
];
