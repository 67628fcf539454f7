import type { Because } from './found-package.ts';
import { renderMissing, type Missing } from './missing.ts';
import type { AttemptPlan } from './plan.ts';

/** What a story is told of: attempts as anybody sees them, in order. */
export type ToldAttempt = {
  readonly id: string;
  readonly kind: AttemptPlan['kind'];
  readonly found: readonly ToldPackage[];
  /** What came of it, in a few words; null: nothing yet. */
  readonly end: { readonly words: string; readonly isGood: boolean } | null;
};

export type ToldPackage = { readonly package: string; readonly wants: Missing; readonly because: Because };

/** A link of the chain: an attempt, or what changed between one and the next. */
export type StoryLink =
  | { readonly kind: 'attempt'; readonly id: string; readonly words: string; readonly isGood: boolean | null }
  | { readonly kind: 'added' | 'dropped'; readonly packages: readonly string[] };

const kindNames: Readonly<Record<AttemptPlan['kind'], string>> = {
  build: 'build',
  verify: 'verify',
  'file-index': "index of the OS packages' files",
};

export const nameKind = (kind: AttemptPlan['kind']): string => kindNames[kind];

/** `libyaml-dev for header yaml.h (diagnosis)`, and whether the build opened it, where that was watched. */
export function renderFound(found: ToldPackage, opened: readonly string[] | null): string {
  const seen = opened === null ? '' : opened.includes(found.package) ? ', opened' : ', not opened';
  return `${found.package} for ${renderMissing(found.wants)} (${found.because})${seen}`;
}

/**
 * `17.1 missing header: yaml.h`, `+ libyaml-dev`, `17.2 built`, `17.3 verified`. Empty where there is nothing to tell: the
 * first attempt had all that it needed.
 */
export function tellStory(attempts: readonly ToldAttempt[]): readonly StoryLink[] {
  const builds = attempts.filter(({ kind }) => kind === 'build');
  if (builds.length < 2 && builds.every(({ found }) => found.length === 0)) return [];
  const links: StoryLink[] = [];
  let before: readonly string[] = [];
  for (const { id, kind, found, end } of attempts) {
    if (kind === 'build') {
      const now = [...new Set(found.map((one) => one.package))];
      const added = now.filter((name) => !before.includes(name));
      const dropped = before.filter((name) => !now.includes(name));
      if (added.length > 0) links.push({ kind: 'added', packages: added });
      if (dropped.length > 0) links.push({ kind: 'dropped', packages: dropped });
      before = now;
    }
    const words = `${kind === 'file-index' ? `${nameKind(kind)}: ` : ''}${end?.words ?? 'no outcome yet'}`;
    links.push({ kind: 'attempt', id, words, isGood: end?.isGood ?? null });
  }
  return links;
}
