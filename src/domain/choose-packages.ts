import { causeOf } from './failure-cause.ts';
import type { Failure, FailureKind } from './failure.ts';
import type { FoundPackage } from './found-package.ts';
import { missingOf, sameMissing, uniqueMissing, type Missing } from './missing.ts';

/** An attempt that did not do, as the search for OS packages sees it. */
export type Try = {
  readonly found: readonly FoundPackage[];
  /** Null: it built a wheel, but one without an extension that the sdist has. */
  readonly failure: Failure | null;
  /** All that it looked for and did not find, the likeliest cause first. */
  readonly missing: readonly Missing[];
};

/** What is known without running anything. All of it in the order in which it should be tried. */
export type Knowledge = {
  /** OS packages that provide a thing, best first; none that the build image has. */
  readonly candidates: (missing: Missing) => readonly string[];
  /** What the archive names, as packages. */
  readonly hinted: readonly FoundPackage[];
  /** What the distribution builds the project with. */
  readonly distribution: readonly FoundPackage[];
};

const mostBesideTheCause = 4;

/**
 * The packages of the next attempt, after the tries so far; null when nothing is left that could help. Tried in this order:
 * what the failure names, with what else was missing; what the archive hints at; what the distribution builds the
 * project with; the runner-up of the newest choice; only what a failure asked for. No set of packages is tried twice.
 */
export function choosePackages(tries: readonly Try[], knowledge: Knowledge): readonly FoundPackage[] | null {
  const last = tries.at(-1);
  if (last === undefined || !couldBeMended(last)) return null;
  const history = { tries, last, knowledge };
  const kept = stillUseful(history);
  const more = [
    () => addMissing(history, kept),
    () => addAll(kept, knowledge.hinted),
    () => addAll(kept, knowledge.distribution),
  ];
  const without = [() => kept.filter(({ because }) => because === 'diagnosis')];
  const again = timesSeen(history);
  const steps = [
    ...(again < 2 ? more : []),
    ...(again < 1 && last.failure !== null ? [() => swapNewest(history, kept)] : []),
    ...(again < 3 && last.failure !== null ? without : []),
  ];
  for (const step of steps) {
    const next = withoutRefused(step(), tries);
    if (!tries.some((earlier) => sameSet(earlier.found, next))) return next;
  }
  return null;
}

/** How often a failure that names nothing missing has come before: with other packages all the same, so they are not why. */
const timesSeen = ({ tries, last }: History): number =>
  causesOf(last).length > 0 ? 0 : tries.slice(0, -1).filter((earlier) => isSameFailure(earlier, last)).length;

const isSameFailure = (one: Try, other: Try): boolean =>
  one.failure !== null && other.failure !== null && causeOf(one.failure).key === causeOf(other.failure).key;

type History = { readonly tries: readonly Try[]; readonly last: Try; readonly knowledge: Knowledge };

/** Failures that an OS package more may mend. A build that wants the network often wants a library that is not there. */
const mendable: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'missing-header',
  'missing-library',
  'missing-pkg-config',
  'missing-program',
  'missing-cmake-package',
  'missing-dependency',
  'no-such-os-package',
  'os-package-conflict',
  'compile-error',
  'link-error',
  'backend-error',
  'needs-network',
  'unknown',
]);

export const couldBeMended = ({ failure }: Pick<Try, 'failure'>): boolean =>
  failure === null || mendable.has(failure.kind);

/** What the last try had, less what can't be installed and what was chosen for a thing that is missing all the same. */
function stillUseful({ tries, last }: History): readonly FoundPackage[] {
  const causes = causesOf(last);
  return withoutRefused(last.found, tries).filter(
    ({ wants }) => !causes.some((cause) => sameMissing(cause, wants)),
  );
}

/** The cause's best candidate that was not tried for it, and those of what else was missing. */
function addMissing(
  { tries, last, knowledge }: History,
  kept: readonly FoundPackage[],
): readonly FoundPackage[] {
  const causes = causesOf(last);
  const others = last.missing.filter((missing) => !causes.some((cause) => sameMissing(cause, missing)));
  const added: FoundPackage[] = [];
  const isPresent = (name: string): boolean => [...kept, ...added].some((each) => each.package === name);
  const choose = (wants: Missing): boolean => {
    const name = knowledge
      .candidates(wants)
      .find((candidate) => !isPresent(candidate) && !wasTriedFor(tries, { candidate, wants }));
    if (name !== undefined) added.push({ package: name, wants, because: 'diagnosis' });
    return name !== undefined;
  };
  for (const cause of causes) choose(cause);
  let beside = 0;
  for (const other of others) {
    const isProvided = knowledge.candidates(other).some(isPresent);
    if (beside < mostBesideTheCause && !isProvided && choose(other)) beside += 1;
  }
  return addAll(kept, added);
}

/** Another package that provides the same thing may be the right one. */
function swapNewest({ tries, knowledge }: History, kept: readonly FoundPackage[]): readonly FoundPackage[] {
  const newest = kept.findLast(({ because }) => because === 'diagnosis');
  if (newest === undefined) return kept;
  const { wants } = newest;
  const runnerUp = knowledge.candidates(wants).find((candidate) => !wasTriedFor(tries, { candidate, wants }));
  return runnerUp === undefined
    ? kept
    : [...kept.filter((each) => each !== newest), { ...newest, package: runnerUp }];
}

const causesOf = ({ failure, missing }: Try): readonly Missing[] =>
  uniqueMissing(failure === null ? missing : missingOf(failure)).filter(isOfTheSystem);

/** Python modules are build requirements: they are met elsewhere. */
const isOfTheSystem = ({ kind }: Missing): boolean => kind !== 'python-module' && kind !== 'python-project';

const wasTriedFor = (
  tries: readonly Try[],
  { candidate, wants }: { readonly candidate: string; readonly wants: Missing },
): boolean =>
  tries.some(({ found }) =>
    found.some((each) => each.package === candidate && sameMissing(each.wants, wants)),
  );

function withoutRefused(found: readonly FoundPackage[], tries: readonly Try[]): readonly FoundPackage[] {
  const refused = tries.flatMap(refusedOf);
  return found.filter(({ package: name }) => !refused.includes(name));
}

/** Of packages that do not go together, the one that was chosen last has to make way. */
function refusedOf({ found, failure }: Try): readonly string[] {
  if (failure?.kind === 'no-such-os-package') return failure.packages;
  if (failure?.kind !== 'os-package-conflict') return [];
  const named = found.findLast(({ package: name }) => failure.packages.includes(name)) ?? found.at(-1);
  return named === undefined ? [] : [named.package];
}

const addAll = (kept: readonly FoundPackage[], more: readonly FoundPackage[]): readonly FoundPackage[] => [
  ...kept,
  ...more.filter(
    ({ package: name }, index) =>
      !kept.some((each) => each.package === name) &&
      more.findIndex((each) => each.package === name) === index,
  ),
];

const sameSet = (one: readonly FoundPackage[], other: readonly FoundPackage[]): boolean =>
  namesOf(one) === namesOf(other);

const namesOf = (found: readonly FoundPackage[]): string =>
  [...new Set(found.map(({ package: name }) => name))].sort().join(' ');
