import type { IndexEntry, ProvidedKind } from '../domain/file-index.ts';

/** In the order of their names, in which lists come: rows are then written from one end of the table to the other. */
const kindNumbers: Readonly<Record<ProvidedKind, number>> = {
  'cmake-package': 1,
  header: 2,
  library: 3,
  'pkg-config': 4,
  program: 5,
  'python-module': 6,
  'python-project': 7,
  typelib: 8,
};

/** How a file stands in its table: `name` is the key, and `*` in `file` means that name once more. */
export type StoredFile = {
  readonly kind: number;
  readonly name: string;
  readonly folder: string;
  readonly file: string;
};

export function storeFile({ kind, name, path }: Extract<IndexEntry, { entry: 'file' }>): StoredFile {
  const slash = path.lastIndexOf('/');
  const file = path.slice(slash + 1);
  const key = keyOf(kind, name);
  const isPlain = !file.includes('*') && key !== '';
  return {
    kind: kindNumbers[kind],
    name: key,
    folder: path.slice(0, slash),
    file: isPlain ? file.replace(key, () => '*') : file,
  };
}

/** The two halves of a row's primary key: CMake finds `FooConfig.cmake` and `foo-config.cmake` for one name. */
export const seekOf = (
  kind: ProvidedKind,
  name: string,
): { readonly kind: number; readonly name: string } => ({
  kind: kindNumbers[kind],
  name: keyOf(kind, name),
});

export const pathOf = (row: {
  readonly folder: string;
  readonly file: string;
  readonly name: string;
}): string => `${row.folder}/${row.file.replace('*', () => row.name)}`;

const keyOf = (kind: ProvidedKind, name: string): string =>
  kind === 'cmake-package' ? name.toLowerCase() : name;
