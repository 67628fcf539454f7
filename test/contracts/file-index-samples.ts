import type { IndexEntry, OsPackage, ProvidedKind } from '../../src/domain/file-index.ts';

/** Entries to fill a file index with. */

type Entry<Kind extends IndexEntry['entry']> = Extract<IndexEntry, { entry: Kind }>;

/** A file that is looked for by its last component, where nothing else is said. */
export const fileEntry = (
  kind: ProvidedKind,
  file: { readonly path: string; readonly package: string; readonly name?: string },
): Entry<'file'> => ({ entry: 'file', kind, name: file.path.slice(file.path.lastIndexOf('/') + 1), ...file });

export const packageEntry = (name: string, facts: Partial<OsPackage> = {}): Entry<'package'> => ({
  entry: 'package',
  package: {
    name,
    version: '1.0-1',
    source: name.replace(/-dev$/, ''),
    section: name.endsWith('-dev') ? 'libdevel' : 'misc',
    isInstalled: false,
    adds: { packages: 1, kibibytes: 300 },
    usedBySources: 1,
    ...facts,
  },
});
