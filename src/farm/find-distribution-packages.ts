import { upstreamVersion } from '../domain/distribution-version.ts';
import type { OsPackage, Provider } from '../domain/file-index.ts';
import type { FoundPackage } from '../domain/found-package.ts';
import type { Missing } from '../domain/missing.ts';
import type { UnmetRequirement } from '../domain/outcome.ts';
import { meetsRequirement, parseRequirement, type Requirement } from '../domain/requirement.ts';
import type { Target } from '../domain/target.ts';
import type { Catalogue } from './catalogue-port.ts';

/**
 * OS packages of the target, not in its build image, that meet build requirements: `python3-yaml` for `pyyaml>=5`.
 * What they do not meet is the rest. The same needs give the same packages as long as the target's file index stays.
 */
export async function findDistributionPackages(
  farm: { readonly catalogue: Catalogue },
  wanted: { readonly target: Target; readonly needs: readonly UnmetRequirement[] },
): Promise<{ readonly found: readonly FoundPackage[]; readonly rest: readonly UnmetRequirement[] }> {
  const readable = wanted.needs.flatMap((need) => {
    const requirement = parseRequirement(need.requirement);
    return requirement === null ? [] : [{ need, requirement }];
  });
  const looked = await farm.catalogue.findProviders(
    wanted.target.name,
    readable.map(({ requirement }) => projectOf(requirement)),
  );
  const chosen = readable.flatMap(({ need, requirement }, index) => {
    const best = choosePackage(looked[index]?.providers ?? [], requirement);
    return best === null ? [] : [{ need, found: foundFor(best, requirement) }];
  });
  return {
    found: [...new Map(chosen.map(({ found }) => [found.package, found])).values()],
    rest: wanted.needs.filter((need) => !chosen.some((each) => each.need === need)),
  };
}

const projectOf = (requirement: Requirement): Missing => ({
  kind: 'python-project',
  name: requirement.project,
});

const foundFor = (osPackage: OsPackage, requirement: Requirement): FoundPackage => ({
  package: osPackage.name,
  wants: projectOf(requirement),
  because: 'diagnosis',
});

/** One that is in the image already was seen there, and did not fit. */
function choosePackage(providers: readonly Provider[], requirement: Requirement): OsPackage | null {
  const fitting = providers
    .map(({ package: osPackage }) => osPackage)
    .filter(
      (osPackage) =>
        !osPackage.isInstalled && meetsRequirement(upstreamVersion(osPackage.version), requirement),
    );
  const [best = null] = fitting.toSorted(
    (one, other) => one.adds.packages - other.adds.packages || one.name.localeCompare(other.name),
  );
  return best;
}
