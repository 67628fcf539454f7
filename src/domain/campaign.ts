import type { BuildId, BuildStateName, Rebuilt } from './build-state.ts';
import type { Release } from './release.ts';
import type { Sha256 } from './sha256.ts';
import type { TargetName } from './target.ts';

export type CampaignId = number & { readonly brand: 'CampaignId' };

/** A set of builds with one cause. */
export type Campaign = {
  readonly id: CampaignId;
  readonly cause: string;
  readonly target: TargetName;
  readonly owner: string;
  readonly createdAt: number;
  readonly state: CampaignState;
  /** Whether all of it is published at once, when every build ended well. */
  readonly atomic: boolean;
  readonly endedAt: number | null;
};

/*
 *   create ──► running ◄──► paused        nothing more is begun while it is paused; what runs goes on to its end
 *                 │   └───────┴──► cancelled
 *                 └──► over                every build has ended
 *
 *   atomic:    running ──► over            every build ended well: all is published
 *              running ──► held            every build has ended, not each of them well
 *                           │ ▲  └──► cancelled    what is held is dropped; nothing was ever to be seen
 *                    retry  ▼ │
 *                        running
 *                 held ──► publishing ──► over     the owner wants what is good nevertheless
 */
export type CampaignState = (typeof campaignStates)[number];
export const campaignStates = ['running', 'paused', 'held', 'publishing', 'cancelled', 'over'] as const;

export const campaignActions = ['pause', 'resume', 'publish', 'retry', 'cancel'] as const;
export type CampaignAction = (typeof campaignActions)[number];

export const campaignMoves: Readonly<
  Record<CampaignAction, { readonly from: readonly CampaignState[]; readonly to: CampaignState }>
> = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  publish: { from: ['held'], to: 'publishing' },
  retry: { from: ['held'], to: 'running' },
  cancel: { from: ['running', 'paused', 'held'], to: 'cancelled' },
};

/** What is told of a campaign: it has ended, or it waits for its owner to decide. */
export type CampaignEvent = 'campaign-over' | 'campaign-held';

/** A build of a campaign. `place`: in the order in which they are begun. */
export type CampaignBuild = {
  readonly place: number;
  readonly release: Release;
  readonly sdist: Sha256;
  /** Null: not begun, or a build that there was not before. */
  readonly build: BuildId | null;
  readonly expectedMilliseconds: number;
  /** Places of those that it waits for. */
  readonly requires: readonly number[];
  /** What there was before the campaign; null: nothing. */
  readonly before: BuildResult | null;
  readonly progress: CampaignProgress;
};

export type CampaignProgress =
  | { readonly name: 'pending' }
  | { readonly name: 'begun' }
  /** Of a campaign that publishes all at once: it ended well and waits for the others. */
  | { readonly name: 'held'; readonly result: BuildResult }
  | { readonly name: 'over'; readonly result: BuildResult };

/** What a build came to, as far as two of it can be compared. */
export type BuildResult = {
  readonly state: BuildStateName;
  /** In words, of one that did not succeed. */
  readonly why: string | null;
  readonly rebuilt: Rebuilt;
  readonly sizeBytes: number | null;
  /** Paths of its ELF files. */
  readonly extensions: readonly string[];
};

export type Worsening =
  | { readonly kind: 'fails-now'; readonly why: string }
  | { readonly kind: 'extension-lost'; readonly paths: readonly string[] }
  | { readonly kind: 'smaller'; readonly from: number; readonly to: number };

/** A wheel that lost less than this part of its size may have a tidier compiler. */
const suspiciousPart = 0.8;

/** How many of those that have ended came to what. `published`: where there was nothing. */
export function countResults(builds: readonly CampaignBuild[]): {
  readonly unchanged: number;
  readonly changed: number;
  readonly published: number;
  readonly failed: number;
} {
  const results = builds.flatMap(({ progress }) => resultOf(progress) ?? []);
  const good = results.filter(isGood);
  const count = (how: Rebuilt): number => good.filter(({ rebuilt }) => rebuilt === how).length;
  return {
    unchanged: count('unchanged'),
    changed: count('changed'),
    published: count(null),
    failed: results.length - good.length,
  };
}

/** What is worse than before, with both. */
export type Worse = {
  readonly build: CampaignBuild;
  readonly before: BuildResult;
  readonly after: BuildResult;
  readonly worsenings: readonly Worsening[];
};

export const listWorse = (builds: readonly CampaignBuild[]): readonly Worse[] =>
  builds.flatMap((build) => {
    const { before } = build;
    const after = resultOf(build.progress);
    if (before === null || after === null) return [];
    const worsenings = findWorsening(before, after);
    return worsenings.length === 0 ? [] : [{ build, before, after, worsenings }];
  });

export const resultOf = (progress: CampaignProgress): BuildResult | null =>
  progress.name === 'over' || progress.name === 'held' ? progress.result : null;

/** What is held ended well, too. */
export const isGood = ({ state }: BuildResult): boolean => state === 'succeeded' || state === 'held';

/** What is worse than before; an extension's path is compared without its interpreter tag, which another target has another of. */
export function findWorsening(before: BuildResult | null, after: BuildResult): readonly Worsening[] {
  if (before?.state !== 'succeeded') return [];
  if (!isGood(after)) return [{ kind: 'fails-now', why: after.why ?? after.state }];
  const present = new Set(after.extensions.map(withoutTag));
  const lost = before.extensions.filter((path) => !present.has(withoutTag(path)));
  const [from, to] = [before.sizeBytes, after.sizeBytes];
  return [
    ...(lost.length > 0 ? [{ kind: 'extension-lost', paths: lost } as const] : []),
    ...(from !== null && to !== null && to < suspiciousPart * from
      ? [{ kind: 'smaller', from, to } as const]
      : []),
  ];
}

const withoutTag = (path: string): string => path.replace(/\.(?:cpython-|abi3|pypy)[^/]*\.so$/, '.so');

export function explainWorsening(worsening: Worsening): string {
  switch (worsening.kind) {
    case 'fails-now':
      return `was built before, fails now: ${worsening.why}`;
    case 'extension-lost':
      return `has no ${worsening.paths.join(', ')} any more`;
    case 'smaller':
      return `has ${worsening.to} bytes, had ${worsening.from}`;
  }
}
