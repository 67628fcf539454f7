import type { Missing } from './missing.ts';
import type { Release } from './release.ts';
import type { Sha256 } from './sha256.ts';

/** An sdist as the farm keeps it: one archive, known by its hash, with what was read from it without running it. */
export type Sdist = {
  readonly sha256: Sha256;
  /** As uploaded, checked to be one path component. */
  readonly filename: string;
  readonly sizeBytes: number;
  readonly release: Release;
  readonly facts: SdistFacts;
};

export type SdistFacts = {
  readonly format: 'tar' | 'zip';
  /** `sdist`: has PKG-INFO. `tree`: a source tree (a git archive); name and version were given by its sender. */
  readonly layout: 'sdist' | 'tree';
  /** The only folder at the top of the archive. */
  readonly topFolder: string;
  readonly requiresPython: string | null;
  /** `build-system` of pyproject.toml (PEP 518); null where there is none and PEP 517's legacy default holds. */
  readonly buildSystem: BuildSystem | null;
  /** Files that a compiler would read (`.c`, `.pyx`, `.rs`, ...). Empty: the project looks pure. At most 50 are named. */
  readonly nativeSources: readonly string[];
  /** Requires-Dist of PKG-INFO (PEP 508); empty for a tree, which says it nowhere. */
  readonly requiresDist: readonly string[];
  /** What its sources name in places that count, and neither it nor a bare toolchain has. Bounded; nothing of it was run. */
  readonly hints: readonly Missing[];
  readonly fileCount: number;
  readonly unpackedBytes: number;
};

export type BuildSystem = {
  /** PEP 508 strings. */
  readonly requires: readonly string[];
  readonly buildBackend: string | null;
};

/** Why an archive is not taken in. Nothing of it is kept. */
export type SdistRefusal =
  | { readonly kind: 'not-an-archive'; readonly detail: string }
  | {
      readonly kind: 'unsafe-path';
      readonly path: string;
      readonly why: 'absolute' | 'parent' | 'not-text' | 'too-long';
    }
  | { readonly kind: 'escaping-link'; readonly path: string; readonly link: string }
  | { readonly kind: 'special-file'; readonly path: string; readonly type: string }
  | { readonly kind: 'duplicate-path'; readonly path: string }
  | { readonly kind: 'too-many-files'; readonly limit: number }
  | { readonly kind: 'too-large'; readonly limitBytes: number }
  | { readonly kind: 'unpacks-too-large'; readonly limitBytes: number }
  | { readonly kind: 'several-top-folders'; readonly folders: readonly string[] }
  | { readonly kind: 'bad-filename'; readonly filename: string }
  | { readonly kind: 'bad-pkg-info'; readonly detail: string }
  | { readonly kind: 'bad-pyproject'; readonly detail: string }
  | { readonly kind: 'nothing-to-build'; readonly detail: string }
  | { readonly kind: 'name-and-version-needed' }
  | { readonly kind: 'wrong-name'; readonly claimed: string; readonly found: string }
  | { readonly kind: 'wrong-version'; readonly claimed: string; readonly found: string }
  | { readonly kind: 'wrong-hash'; readonly claimed: string; readonly found: string }
  | {
      readonly kind: 'wrong-digest';
      readonly algorithm: 'md5' | 'blake2_256';
      readonly claimed: string;
      readonly found: string;
    };

export const looksPure = (facts: SdistFacts): boolean => facts.nativeSources.length === 0;

/** The sentence that the sender sees. */
export function explainRefusal(refusal: SdistRefusal): string {
  switch (refusal.kind) {
    case 'not-an-archive':
      return `not a readable .tar.gz, .tar.bz2, .tar.xz or .zip archive: ${refusal.detail}`;
    case 'unsafe-path':
      return `unsafe path in the archive (${refusal.why}): ${JSON.stringify(refusal.path)}`;
    case 'escaping-link':
      return `the link ${JSON.stringify(refusal.path)} leads out of the archive, to ${JSON.stringify(refusal.link)}`;
    case 'special-file':
      return `${JSON.stringify(refusal.path)} is a ${refusal.type}; only files, folders and inner links are taken`;
    case 'duplicate-path':
      return `the archive has ${JSON.stringify(refusal.path)} twice`;
    case 'too-many-files':
      return `more than ${refusal.limit} files in the archive`;
    case 'too-large':
      return `the archive is larger than ${refusal.limitBytes} bytes`;
    case 'unpacks-too-large':
      return `the archive unpacks to more than ${refusal.limitBytes} bytes`;
    case 'several-top-folders':
      return `an sdist has one folder at its top; this has ${refusal.folders.map((name) => JSON.stringify(name)).join(', ')}`;
    case 'bad-filename':
      return `${JSON.stringify(refusal.filename)} is not the name of a source archive`;
    case 'bad-pkg-info':
      return `PKG-INFO can't be read: ${refusal.detail}`;
    case 'bad-pyproject':
      return `pyproject.toml can't be read: ${refusal.detail}`;
    case 'nothing-to-build':
      return `neither pyproject.toml nor setup.py: ${refusal.detail}`;
    case 'name-and-version-needed':
      return 'the archive has no PKG-INFO; give the name and version that its wheel must bear (--name, --version)';
    case 'wrong-name':
      return `claimed to be ${refusal.claimed}, but the archive says ${refusal.found}`;
    case 'wrong-version':
      return `claimed to be version ${refusal.claimed}, but the archive says ${refusal.found}`;
    case 'wrong-hash':
      return `sha256 should be ${refusal.claimed}, but is ${refusal.found}`;
    case 'wrong-digest':
      return `${refusal.algorithm} should be ${refusal.claimed}, but is ${refusal.found}`;
  }
}
