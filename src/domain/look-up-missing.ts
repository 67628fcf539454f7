import type { ProvidedKind } from './file-index.ts';
import type { Missing } from './missing.ts';

/** One way in which a thing can be looked for in a file index. */
export type LookUp =
  /** `folder`: the end of the folder that the file must lie in (`brotli`), null for any. */
  | {
      readonly by: 'file';
      readonly kind: ProvidedKind;
      readonly name: string;
      readonly folder: string | null;
    }
  /** A package of this name, and `-dev` packages that are made from a source package of this name. */
  | { readonly by: 'package'; readonly names: readonly string[]; readonly source: string };

/** Ways to look for a thing: all of the first list, and where these give nothing, all of the second, and so on. */
export function lookUpsFor({ kind, name }: Missing): readonly (readonly LookUp[])[] {
  switch (kind) {
    case 'header':
      return [[header(name)]];
    case 'python-module':
      return [[file(kind, name.split('.')[0] ?? name)]];
    case 'cmake-package':
      // CMake has `Find` modules of its own: with one of these it looks for the library itself.
      return [[file(kind, name)], byLibrary(name)];
    case 'words':
      return [byWords(name)];
    case 'library':
    case 'pkg-config':
      // Some are links that an installed package makes by itself, and which no list has: `blas.pc`.
      return [[file(kind, name)], byLibrary(name)];
    case 'program':
    case 'python-project':
    case 'typelib':
      return [[file(kind, name)]];
  }
}

const file = (kind: ProvidedKind, name: string): LookUp => ({ by: 'file', kind, name, folder: null });

function header(included: string): LookUp {
  const parts = included.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const name = parts.pop() ?? included;
  return { by: 'file', kind: 'header', name, folder: parts.length > 0 ? parts.join('/') : null };
}

/** What people and CMake call by another name than the linker does, in small letters. */
const libraryNames: ReadonlyMap<string, string> = new Map([
  ['postgresql', 'pq'],
  ['mysql', 'mysqlclient'],
  ['mariadb', 'mariadbclient'],
  ['berkeleydb', 'db'],
  ['berkeley db', 'db'],
  ['berkeley-db', 'db'],
  ['bzip2', 'bz2'],
  ['opengl', 'GL'],
  ['kerberos', 'krb5'],
  ['openldap', 'ldap'],
  ['sqlite', 'sqlite3'],
]);

function byLibrary(name: string): readonly LookUp[] {
  const spellings = spellingsOf(name);
  return [
    ...spellings.flatMap((each) => [file('library', each), file('pkg-config', each)]),
    byPackage(name.toLowerCase()),
  ];
}

function byWords(words: string): readonly LookUp[] {
  const spellings = spellingsOf(words.trim());
  const files = spellings.flatMap((each) => [
    file('pkg-config', each),
    file('library', each),
    file('program', each),
  ]);
  const bare = words.trim();
  const written = bare.toLowerCase().replaceAll(/[\s_]+/g, '-');
  const called = libraryNames.get(bare.toLowerCase());
  const packages = called === undefined ? [byPackage(written)] : [byPackage(written), byPackage(called)];
  return [...files, file('cmake-package', bare), ...packages];
}

/** As it is written and in small letters, each with and without the `lib` that people add or leave out. */
function spellingsOf(word: string): readonly string[] {
  const other = libraryNames.get(word.toLowerCase().replace(/^lib/, ''));
  const cases = other === undefined ? [word, word.toLowerCase()] : [word, word.toLowerCase(), other];
  const all = cases.flatMap((each) => [each, each.startsWith('lib') ? each.slice(3) : `lib${each}`]);
  return [...new Set(all)].filter((each) => each !== '');
}

function byPackage(word: string): LookUp {
  const bare = word.replace(/^lib/, '');
  const names = [word, `${word}-dev`, `lib${bare}-dev`, `${bare}-dev`, `${word}-devel`, `${bare}-devel`];
  return { by: 'package', names: [...new Set(names)], source: word };
}
