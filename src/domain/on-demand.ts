import { fitsSpecifier, type ProjectName, type Version } from './release.ts';
import type { BucketSize } from './token-bucket.ts';
import { chooseVersions, type VersionRule } from './watch-list.ts';

/** What an index does when somebody asks it for a project that it lacks and an upstream has: it has it built. */
export type OnDemand = {
  /** How long a page is held for a build that may be short; 0: not at all. */
  readonly holdSeconds: number;
  readonly versions: VersionRule;
  /** Names, or patterns with `*`; empty: any name. */
  readonly allow: readonly string[];
  /** Counts before `allow`. */
  readonly deny: readonly string[];
  /** How often one client may have upstreams asked for a project. */
  readonly rate: BucketSize;
  /** The same for all clients of the index together. */
  readonly totalRate: BucketSize;
  /** So many of its builds may be unfinished at a time: its share of the queue. */
  readonly mostBuilds: number;
  /** Larger is later; people's own builds have 10 unless they say otherwise. */
  readonly priority: number;
};

export const mayDemand = (rule: Pick<OnDemand, 'allow' | 'deny'>, project: ProjectName): boolean =>
  !rule.deny.some((pattern) => fitsPattern(project, pattern)) &&
  (rule.allow.length === 0 || rule.allow.some((pattern) => fitsPattern(project, pattern)));

/** In one pass, whatever the pattern: a regular expression of many stars takes ages for names made for it. */
function fitsPattern(name: string, pattern: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const part of others) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at + last.length <= name.length;
}

type Listed = {
  readonly version: Version;
  readonly requiresPython: string | null;
  readonly isYanked: boolean;
};

/** The versions to build for a target, newest first. As with pip, pre-releases only where there is nothing else. */
export function chooseDemanded(
  releases: readonly Listed[],
  wanted: { readonly rule: VersionRule; readonly pythonVersion: string },
): readonly Version[] {
  const { rule, pythonVersion } = wanted;
  const fitting = releases.filter(({ requiresPython }) =>
    fitsSpecifier(`${pythonVersion}.99`, requiresPython ?? ''),
  );
  const chosen = chooseVersions(fitting, rule);
  return chosen.length > 0 ? chosen : chooseVersions(fitting, { ...rule, preReleases: true });
}
