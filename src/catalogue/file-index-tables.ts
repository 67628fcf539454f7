import type { Generated } from 'kysely';
import type { BuildId } from '../domain/build-state.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { TargetName } from '../domain/target.ts';
import type { StoredJson } from './stored-json.ts';

export type FileIndexTable = {
  readonly id: Generated<number>;
  readonly target: TargetName;
  readonly image: Sha256;
  readonly made_at: number;
  /** 0 while it is being written. */
  readonly is_whole: number;
  /** Null: of an index that was made before they were counted. */
  readonly packages: number | null;
  readonly files: number | null;
};

export type FileIndexPackageTable = {
  readonly file_index: number;
  readonly package: number;
  readonly name: string;
  readonly version: string;
  readonly source: string;
  readonly section: string;
  readonly is_installed: number;
  readonly adds_packages: number;
  readonly adds_kibibytes: number;
  readonly used_by_sources: number;
};

export type FileIndexFileTable = {
  readonly file_index: number;
  /** A number of `stored-file.ts`. */
  readonly kind: number;
  readonly name: string;
  readonly folder: number;
  readonly file: string;
  readonly package: number;
};

export type FileIndexSourceTable = {
  readonly file_index: number;
  readonly project: string;
  readonly build_depends: StoredJson<readonly string[]>;
};

export type FileIndexOrderTable = {
  readonly target: TargetName;
  readonly build: BuildId;
  readonly failed_at: number | null;
};
