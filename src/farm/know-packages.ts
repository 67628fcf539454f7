import type { Knowledge } from '../domain/choose-packages.ts';
import type { Provider } from '../domain/file-index.ts';
import type { FoundPackage } from '../domain/found-package.ts';
import type { LearnedPackage } from '../domain/learned-recipe.ts';
import { sameMissing, uniqueMissing, type Missing } from '../domain/missing.ts';
import { rankProviders } from '../domain/rank-providers.ts';
import { resolveHints } from '../domain/resolve-hints.ts';
import type { Sdist } from '../domain/sdist.ts';
import type { Target } from '../domain/target.ts';
import type { Catalogue } from './catalogue-port.ts';

/** Looks up in a target's file index all that the search for OS packages will ask, in two queries. */
export async function knowPackages(
  catalogue: Catalogue,
  question: { readonly sdist: Sdist; readonly target: Target; readonly missing: readonly Missing[] },
): Promise<Knowledge> {
  const { sdist, target, missing } = question;
  const { hints } = sdist.facts;
  const buildDepends = await catalogue.findBuildDepends(target.name, sdist.release.project);
  const found = await catalogue.findProviders(target.name, uniqueMissing([...missing, ...hints]));
  const rank = (wanted: Missing, providers: readonly Provider[]): readonly Provider[] =>
    rankProviders(wanted, providers, { buildDepends, hinted: [] });
  const providersOf = (wanted: Missing): readonly Provider[] =>
    found.find((each) => sameMissing(each.missing, wanted))?.providers ?? [];
  const things = hints.map((hint) => ({
    missing: hint,
    providers: providersOf(hint),
    ranked: rank(hint, providersOf(hint)),
  }));
  return {
    candidates: (wanted) => namesOf(rank(wanted, providersOf(wanted))).slice(0, mostCandidates),
    hinted: resolveHints(things, buildDepends),
    distribution: buildDepends.filter(isDevelopment).slice(0, mostFromDistribution).map(fromDistribution),
  };
}

/** The one that is wanted is among the first, or it has another name. */
const mostCandidates = 4;
const mostFromDistribution = 15;

/** What a sister target taught, in this target's own names: looked up by what each package was wanted for. */
export async function translateLearned(
  catalogue: Catalogue,
  learned: { readonly packages: readonly LearnedPackage[]; readonly sdist: Sdist; readonly target: Target },
): Promise<readonly FoundPackage[]> {
  const { packages, sdist, target } = learned;
  const missing = packages.map(({ wants }) => wants);
  const { candidates } = await knowPackages(catalogue, { sdist, target, missing });
  return packages.flatMap(({ package: name, wants }): readonly FoundPackage[] => {
    const names = candidates(wants);
    const here = names.includes(name) ? name : names[0];
    return here === undefined ? [] : [{ package: here, wants, because: 'learned' }];
  });
}

const namesOf = (ranked: readonly Provider[]): readonly string[] => [
  ...new Set(ranked.map((provider) => provider.package.name)),
];

/** Of what a distribution builds a project with, much is for its tests, its documentation and its own tools. */
const isDevelopment = (name: string): boolean =>
  name.endsWith('-dev') && !/^(?:python|pypy|dh-|dpkg-|libpython)/.test(name);

const fromDistribution = (name: string): FoundPackage => ({
  package: name,
  wants: { kind: 'words', name },
  because: 'distribution',
});
