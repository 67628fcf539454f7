import type { CampaignPreview } from '../../http/contract/campaign.ts';

export type ReasonCount = { readonly kind: string; readonly words: string; readonly builds: number };

/** The kinds that docs/rebuilds.md explains; one of a later farm is shown by its name. */
const words: Readonly<Record<string, string>> = {
  'library-gone': 'for a library that is gone from the images',
  'symbol-gone': 'for a symbol that a library has no more',
  'input-changed': 'for an OS package of another version than it was built with',
  unknown: 'for an OS package whose version is not known before it is installed',
  'library-updated': 'with a library that is newer and keeps its name',
  new: 'new to the target',
  'asked-for': 'asked for, though nothing touches it',
};

/** For how many builds each kind of reason stands, that of most first; a build may have several. */
export function countReasons(builds: CampaignPreview['builds']): readonly ReasonCount[] {
  const counts = new Map<string, number>();
  for (const { reasons, build } of builds) {
    const kinds =
      reasons.length > 0 ? reasons.map(({ kind }) => kind) : [build === null ? 'new' : 'asked-for'];
    for (const kind of new Set(kinds)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .map(([kind, number]) => ({ kind, words: words[kind] ?? kind.replaceAll('-', ' '), builds: number }))
    .sort((one, other) => other.builds - one.builds || (one.kind < other.kind ? -1 : 1));
}
