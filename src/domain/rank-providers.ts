import type { OsPackage, Provider } from './file-index.ts';
import type { Missing } from './missing.ts';

/** What else speaks for a package. */
export type RankingContext = {
  /** What the distribution builds the same project with. */
  readonly buildDepends: readonly string[];
  /** Packages that other things which the project looks for name as well. */
  readonly hinted: readonly string[];
};

/**
 * The packages that provide a thing, best first, each once with the file that speaks most for it; none that is installed.
 * The runners-up stay: the first one can be wrong.
 */
export function rankProviders(
  missing: Missing,
  providers: readonly Provider[],
  context: RankingContext = { buildDepends: [], hinted: [] },
): readonly Provider[] {
  const candidates = providers.filter(
    (provider) => !provider.package.isInstalled && !isNeedlessFinder(provider, { missing, providers }),
  );
  const names = new Set(candidates.map((candidate) => candidate.package.name));
  const facts = { missing, context, names, terms: termsOf(missing) };
  const ranked = candidates
    .map((provider) => ({ provider, demerits: criteria.map((judge) => judge(provider, facts)) }))
    .toSorted((one, other) => compareDemerits(one.demerits, other.demerits))
    .map(({ provider }) => provider);
  return ranked.filter(
    (one, index) => ranked.findIndex((other) => other.package.name === one.package.name) === index,
  );
}

type Facts = {
  readonly missing: Missing;
  readonly context: RankingContext;
  /** All candidates by name. */
  readonly names: ReadonlySet<string>;
  readonly terms: readonly string[];
};

/** Less is better. The first criterion in which two differ decides. */
const criteria: readonly ((provider: Provider, facts: Facts) => number)[] = [
  ({ package: { name } }, { missing: { kind } }) => Number(kind !== 'program' && foreign.test(name)),
  ({ package: { name } }, { context }) => Number(!context.buildDepends.includes(name)),
  ({ package: { name } }, { context }) => Number(!context.hinted.includes(name)),
  (provider, { missing }) => Number(!isOfRightSort(provider.package, missing)),
  ({ package: { name } }) => Number(!name.startsWith('default-')),
  ({ path }, { missing }) => distanceOf(path, missing),
  ({ package: { name } }, { missing }) => Number(variant.test(name) && !variant.test(missing.name)),
  (provider, { terms }) => misfitOf(provider.package, terms),
  ({ package: { name } }, { names }) => Number(isVersionOfAnother(name, names)),
  ({ package: { usedBySources } }) => -usedBySources,
  ({ package: { adds } }) => adds.packages,
  ({ package: { adds } }) => adds.kibibytes,
];

function compareDemerits(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((value, at) => value !== other[at]);
  return index < 0 ? 0 : (one[index] ?? 0) - (other[index] ?? 0);
}

/** Made for other languages and machines: their copies of a header or a library serve no build of Python. */
const foreign =
  /^(libghc-|librust-|golang-|node-|ruby|r-cran-|r-bioc-|php|elpa-|gem2deb)|-ocaml(-dev)?$|^ocaml|-perl$|-java$|-cross($|-)|mingw|-(i386|amd64|x32|arm64|armhf)-/;

/** The same library for special uses. */
const variant = /mpi|fortran|-gles-|-mt-|nocuda|-static$|-embedded|serial-dev/;

const isDevelopment = ({ name, section }: OsPackage): boolean =>
  section === 'libdevel' || /-dev(el)?$|^default-/.test(name);

/** What is compiled against comes with `-dev` packages, and so do the programs that say how: `pg_config`. */
function isOfRightSort(osPackage: OsPackage, { kind, name }: Missing): boolean {
  switch (kind) {
    case 'header':
    case 'library':
    case 'pkg-config':
    case 'cmake-package':
    case 'words':
      return isDevelopment(osPackage);
    case 'program':
      return !/[-_]config$/.test(name) || isDevelopment(osPackage);
    case 'python-module':
    case 'python-project':
      return osPackage.name.startsWith('python3');
    case 'typelib':
      return true;
  }
}

/** How far from where a build looks by itself. */
function distanceOf(path: string, { kind, name }: Missing): number {
  switch (kind) {
    case 'header':
      return distanceOfHeader(path, name);
    case 'library':
      return /^(\/usr)?\/lib(64)?(\/[\w-]+-linux-gnu\w*)?\/[^/]+$/.test(path) ? 0 : 1;
    case 'cmake-package':
      return isFinder(path) ? 1 : 0;
    case 'python-module':
      return isModule(path, name) ? 0 : 1;
    case 'pkg-config':
    case 'program':
    case 'python-project':
    case 'typelib':
    case 'words':
      return 0;
  }
}

const isFinder = (path: string): boolean => /\/Find[^/]*\.cmake$/.test(path);

/** A `FindX.cmake` says how to look for X, not that X is there; and CMake, which the image has, brings most of them. */
function isNeedlessFinder(
  { path }: Provider,
  { missing, providers }: { readonly missing: Missing; readonly providers: readonly Provider[] },
): boolean {
  const isThere = providers.some((other) => other.package.isInstalled && isFinder(other.path));
  return isFinder(path) && (missing.kind !== 'cmake-package' || isThere);
}

function distanceOfHeader(path: string, name: string): number {
  const inside = /^\/usr\/include\/(?:[\w-]+-linux-gnu\w*\/)?(.+)$/.exec(path)?.[1];
  if (inside === undefined) return 3;
  if (inside === name) return 0;
  // `/usr/include/freetype2/ft2build.h`: pkg-config says the folder.
  return inside.split('/').length === name.split('/').length + 1 ? 1 : 2;
}

/** Of a namespace that several packages share, the one that has the part looked for. */
function isModule(path: string, name: string): boolean {
  const place = name.replaceAll('.', '/');
  return path.endsWith('/__init__.py') || path.includes(`/${place}`) || `/${place}/`.includes(lastTwo(path));
}

const lastTwo = (path: string): string => `/${path.split('/').slice(-2).join('/').replace(/\..*$/, '')}/`;

/** The words in a name that a package could be called by: `brotli` and `decode` of `brotli/decode.h`. */
function termsOf({ name }: Missing): readonly string[] {
  const words = name
    .toLowerCase()
    .split('/')
    .map((part) => part.replace(/\.(h|hh|hpp|hxx)$/, '').replace(/[-_]config$/, ''));
  return [...new Set(words.flatMap((word) => [word, bareName(word)]))].filter((word) => word !== '');
}

/** 0: called for the thing. 1: made from a source called for it. 2: neither. */
function misfitOf({ name, source }: OsPackage, terms: readonly string[]): number {
  if (terms.includes(bareName(name)) || terms.includes(name)) return 0;
  return terms.includes(source) || terms.includes(bareName(source)) ? 1 : 2;
}

/** `libxml2-dev` -> `xml`, `python3-yaml` -> `yaml`. */
const bareName = (name: string): string =>
  name
    .replace(/^(lib|python3?-)/, '')
    .replace(/-dev(el)?$/, '')
    .replace(/[-.]?\d[\d.]*$/, '');

/** `llvm-14-dev` beside `llvm-dev`, `libdb5.3-dev` beside `libdb-dev`. */
function isVersionOfAnother(name: string, names: ReadonlySet<string>): boolean {
  const plain = name.replace(/-?\d+(\.\d+)*(?=-|$)/, '');
  return plain !== name && names.has(plain);
}
