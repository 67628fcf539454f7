import type { Provider } from './file-index.ts';
import type { FoundPackage } from './found-package.ts';
import type { Missing } from './missing.ts';

/** A hint, and what provides it: all of it, and without what the image has, best first. */
export type HintedThing = {
  readonly missing: Missing;
  readonly providers: readonly Provider[];
  readonly ranked: readonly Provider[];
};

/** A name that more packages than this provide says nothing. */
const mostCandidates = 3;
const mostPackages = 12;
const mostKibibytesEach = 150 * 1024;
const mostKibibytes = 400 * 1024;

/**
 * The OS packages that hints of an archive speak for. A hint is a guess: it counts where it is unambiguous and cheap, or
 * where the distribution builds the project with the same package. What the image provides already needs nothing.
 */
export function resolveHints(
  things: readonly HintedThing[],
  buildDepends: readonly string[],
): readonly FoundPackage[] {
  const found: FoundPackage[] = [];
  let kibibytes = 0;
  for (const { missing, providers, ranked } of things) {
    if (providers.some((provider) => provider.package.isInstalled)) continue;
    const names = [...new Set(ranked.map((provider) => provider.package.name))];
    const best = ranked.find((provider) => buildDepends.includes(provider.package.name)) ?? ranked[0];
    if (best === undefined || found.some((each) => names.includes(each.package))) continue;
    const { name, adds } = best.package;
    const isConfirmed = buildDepends.includes(name);
    const isClear = names.length <= mostCandidates && adds.kibibytes <= mostKibibytesEach;
    if (!isConfirmed && !isClear) continue;
    if (found.length >= mostPackages || kibibytes + adds.kibibytes > mostKibibytes) continue;
    found.push({ package: name, wants: missing, because: 'hint' });
    kibibytes += adds.kibibytes;
  }
  return found;
}
