import type { BuildStateName } from '../domain/build-state.ts';
import type { TargetName } from '../domain/target.ts';

/** What the catalogue counts of a target. */
export interface TargetFigures {
  countBuildsOf(target: TargetName): Promise<Readonly<Record<BuildStateName, number>>>;
  /** Null: it has no file index, or one that was made before its size was kept. */
  findFileIndexSize(target: TargetName): Promise<FileIndexSize | null>;
}

/** OS packages that are described, and files of theirs that builds may look for. */
export type FileIndexSize = { readonly packages: number; readonly files: number };
