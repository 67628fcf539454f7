import type { BuildId } from './build-state.ts';
import type { MissingKind } from './missing.ts';
import type { Sha256 } from './sha256.ts';
import type { TargetName } from './target.ts';

/** Which OS packages of a target provide what builds look for. Made of the release's own package metadata. */
export type FileIndex = {
  readonly target: TargetName;
  /** Identity of the plain build image that it was made for: another one makes it old. */
  readonly image: Sha256;
  readonly madeAt: number;
};

/** Who was last told to make a target's index; `failedAt` when that could not be done, in milliseconds since 1970. */
export type FileIndexOrder = {
  readonly target: TargetName;
  readonly build: BuildId;
  readonly failedAt: number | null;
};

/** What a file can be looked for as. A `words` is looked for as each of them. */
export type ProvidedKind = Exclude<MissingKind, 'words'>;

/** One line of an index as it is made. */
export type IndexEntry =
  /** `path`: absolute. `name`: what the file is looked for as: for a header its last component, for the rest as in `Missing`. */
  | {
      readonly entry: 'file';
      readonly kind: ProvidedKind;
      readonly name: string;
      readonly path: string;
      readonly package: string;
    }
  | { readonly entry: 'package'; readonly package: OsPackage }
  /** What the distribution builds a Python project with: its `-dev` packages and tools. */
  | { readonly entry: 'source'; readonly project: string; readonly buildDepends: readonly string[] };

export type OsPackage = {
  readonly name: string;
  /** As the distribution writes it. */
  readonly version: string;
  /** The source package that it is made from. */
  readonly source: string;
  /** `libdevel`, `python`, ... */
  readonly section: string;
  /** In the plain build image already. */
  readonly isInstalled: boolean;
  /** What installing it would add to the plain build image: packages, itself included, and their unpacked size. */
  readonly adds: { readonly packages: number; readonly kibibytes: number };
  /** How many source packages of the release are built with it: which of several the distribution itself takes. */
  readonly usedBySources: number;
};

/** A package that provides something looked for. `path`: of the file; empty where the package's own name is what was looked for. */
export type Provider = { readonly package: OsPackage; readonly path: string };
