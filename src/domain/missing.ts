import type { Failure } from './failure.ts';

/** Something that a build looked for and that an OS package of the target may provide. */
export type Missing = { readonly kind: MissingKind; readonly name: string };

/**
 * What a name names. `header`: as included (`brotli/decode.h`). `library`: as after `-l` (`yaml`). `pkg-config`: a module
 * without `.pc`. `cmake-package`: as `find_package` says it. `python-module`: as imported. `python-project`: a
 * normalised name (PEP 503) that a build requires. `typelib`: a GObject namespace with version (`Gtk-3.0`).
 * `words`: what a build asks for in prose (`libxml2`), to be looked for as any of the others.
 */
export const missingKinds = [
  'header',
  'library',
  'pkg-config',
  'program',
  'cmake-package',
  'python-module',
  'python-project',
  'typelib',
  'words',
] as const;

export type MissingKind = (typeof missingKinds)[number];

export const sameMissing = (one: Missing, other: Missing): boolean =>
  one.kind === other.kind && one.name === other.name;

/** Without doubles, in order. */
export const uniqueMissing = (all: readonly Missing[]): readonly Missing[] =>
  all.filter((one, index) => all.findIndex((other) => sameMissing(one, other)) === index);

/** What a failure says is missing; empty for one that no OS package could mend. */
export function missingOf(failure: Failure): readonly Missing[] {
  switch (failure.kind) {
    case 'missing-header':
      return [{ kind: 'header', name: failure.header }];
    case 'missing-library':
      return [{ kind: 'library', name: failure.library }];
    case 'missing-pkg-config':
      return [{ kind: 'pkg-config', name: failure.module }];
    case 'missing-program':
      return [{ kind: 'program', name: failure.program }];
    case 'missing-cmake-package':
      return [{ kind: 'cmake-package', name: failure.package }];
    case 'missing-python-module':
      return [{ kind: 'python-module', name: failure.module }];
    case 'missing-dependency':
      return failure.names.map((name) => ({ kind: 'words', name }));
    case 'removed-module':
    case 'python-too-old':
    case 'python-too-new':
    case 'backend-too-old':
    case 'needs-git-metadata':
    case 'compile-error':
    case 'link-error':
    case 'needs-network':
    case 'read-only-path':
    case 'broken-metadata':
    case 'backend-error':
    case 'patch-failed':
    case 'unmet-requirement':
    case 'requirement-failed':
    case 'requirement-cycle':
    case 'no-such-os-package':
    case 'os-package-conflict':
    case 'out-of-memory':
    case 'out-of-disk':
    case 'too-many-processes':
    case 'timeout':
    case 'silence':
    case 'no-wheel':
    case 'several-wheels':
    case 'wrong-name':
    case 'wrong-version':
    case 'wrong-tag':
    case 'bad-wheel':
    case 'unresolved-library':
    case 'import-failed':
    case 'bad-protocol':
    case 'file-name-taken':
    case 'no-file-index':
    case 'worker-lost':
    case 'unknown':
      return [];
  }
}

const nouns: Readonly<Record<MissingKind, string>> = {
  header: 'header ',
  library: 'library ',
  'pkg-config': 'pkg-config module ',
  program: 'program ',
  'cmake-package': 'CMake package ',
  'python-module': 'Python module ',
  'python-project': 'Python project ',
  typelib: 'typelib ',
  words: '',
};

/** `header yaml.h`, `program pg_config`, `libxml2`. */
export const renderMissing = ({ kind, name }: Missing): string => `${nouns[kind]}${name}`;
