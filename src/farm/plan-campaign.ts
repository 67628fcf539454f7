import type { BuildId } from '../domain/build-state.ts';
import type { BuildResult, CampaignBuild } from '../domain/campaign.ts';
import { totalOf } from '../domain/expected-time.ts';
import { isAffected, type Touch } from '../domain/impact.ts';
import { orderCampaign, type Schedule } from '../domain/order-campaign.ts';
import { renderRelease, type ProjectName, type Release } from '../domain/release.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { TargetName } from '../domain/target.ts';
import { chooseVersions, type VersionRule } from '../domain/watch-list.ts';
import { parseWheelFilename } from '../domain/wheel-filename.ts';
import type { Catalogue } from './catalogue-port.ts';
import { findExpectedTimes } from './expected-times.ts';
import { findTouchedBuilds, type TouchedBuild } from './find-touched-builds.ts';
import type { Blobs } from './ports.ts';

export type CampaignWish = {
  readonly target: TargetName;
  /** Everything that this one serves is to be built for `target`; null: what `target` has is built again. */
  readonly parent: TargetName | null;
  /** What a lock file names; null: everything. */
  readonly rules: ReadonlyMap<ProjectName, VersionRule> | null;
  readonly which: 'affected' | 'all';
  /** How many builds run at once, for the estimate. */
  readonly slots: number;
};

/** A campaign before anything is done. */
export type CampaignPlan = {
  /** In the order in which they would be begun. */
  readonly builds: readonly (CampaignBuild & { readonly touches: readonly Touch[] })[];
  readonly schedule: Pick<Schedule, 'makespanMilliseconds' | 'lowerBoundMilliseconds'>;
  /** How many were looked at and left as they are. */
  readonly untouched: number;
  /** What the lock file names and the farm has no sdist of. */
  readonly missing: readonly ProjectName[];
};

type PlanPorts = { readonly catalogue: Catalogue; readonly blobs: Pick<Blobs, 'get'> };

/** A build that may become one of the campaign. */
type Candidate = {
  readonly release: Release;
  readonly sdist: Sha256;
  readonly build: BuildId | null;
  readonly before: BuildResult | null;
  readonly touches: readonly Touch[];
  /** What it took; null: nothing is known of that. */
  readonly milliseconds: number | null;
  readonly wheels: readonly string[];
};

/** One whose time is known, or guessed. */
type TimedCandidate = Candidate & { readonly milliseconds: number };

const guessedMilliseconds = 60_000;

export async function planCampaign(farm: PlanPorts, wish: CampaignWish): Promise<CampaignPlan> {
  const { target, parent, rules, which } = wish;
  const here = (await findTouchedBuilds(farm, { target, answered: 'too', rules })).map(asCandidate);
  const wanted = parent === null ? here : await findOfParent(farm, { parent, rules, here });
  const named = await findNamed(farm, { rules, known: wanted });
  const candidates = [...wanted, ...named.candidates];
  const isThere = new Set(here.map(({ sdist }) => sdist));
  const wished = candidates.filter(
    ({ sdist, touches, build }) =>
      !isThere.has(sdist) || (build !== null && (which === 'all' || isAffected(touches))),
  );
  const chosen = await expectEach(farm, { candidates: wished, target });
  const { order, ...schedule } = orderCampaign(asJobs(chosen), wish.slots);
  const placeOf = new Map(order.map((index, place) => [index, place]));
  const requires = requirementsAmong(chosen);
  const builds = order.flatMap((index, place) => {
    const candidate = chosen[index];
    if (candidate === undefined) return [];
    const { release, sdist, build, before, touches } = candidate;
    return [
      {
        place,
        release,
        sdist,
        build,
        before,
        touches,
        expectedMilliseconds: candidate.milliseconds,
        // Those that close a circle come later in the order, and are not waited for.
        requires: (requires[index] ?? [])
          .map((each) => placeOf.get(each) ?? place)
          .filter((each) => each < place),
        progress: { name: 'pending' } as const,
      },
    ];
  });
  return { builds, schedule, untouched: candidates.length - chosen.length, missing: named.missing };
}

const asCandidate = ({ build, result, ...rest }: TouchedBuild): Candidate => ({
  ...rest,
  release: build.release,
  sdist: build.sdist,
  // One that is answered by another's wheel has nothing of its own to build again.
  build: build.state.name === 'succeeded' && build.state.answeredBy === null ? build.id : null,
  before: result,
});

/** What the parent serves; of what the target has already, the target's own build. */
async function findOfParent(
  farm: PlanPorts,
  given: Pick<CampaignWish, 'rules'> & { readonly parent: TargetName; readonly here: readonly Candidate[] },
): Promise<readonly Candidate[]> {
  const { parent: target, rules, here } = given;
  const own = new Map(here.map((candidate) => [candidate.sdist, candidate]));
  const found = await findTouchedBuilds(farm, { target, answered: 'too', rules });
  return found.map((each) => {
    const candidate = asCandidate(each);
    return own.get(candidate.sdist) ?? { ...candidate, build: null, touches: [] };
  });
}

/** What a lock file names and nobody has built yet: the newest sdist that fits. */
async function findNamed(
  { catalogue }: PlanPorts,
  given: Pick<CampaignWish, 'rules'> & { readonly known: readonly Candidate[] },
): Promise<{ readonly candidates: readonly Candidate[]; readonly missing: readonly ProjectName[] }> {
  const known = new Set(given.known.map(({ release }) => release.project));
  const candidates: Candidate[] = [];
  const missing: ProjectName[] = [];
  for (const [project, rule] of given.rules ?? []) {
    if (known.has(project)) continue;
    const sdists = await catalogue.listSdistsOf(project);
    const listed = sdists.map(({ release }) => ({ version: release.version, isYanked: false }));
    const [version] = chooseVersions(listed, { ...rule, count: 1 });
    const sdist = sdists.find(({ release }) => release.version === version);
    if (sdist === undefined) missing.push(project);
    else {
      const { release, sha256 } = sdist;
      const nothing = { build: null, before: null, touches: [], milliseconds: null, wheels: [] };
      candidates.push({ release, sdist: sha256, ...nothing });
    }
  }
  return { candidates, missing };
}

/** What never was built there is expected to take what it took elsewhere, or what is usual. */
async function expectEach(
  farm: PlanPorts,
  of: { readonly candidates: readonly Candidate[]; readonly target: TargetName },
): Promise<readonly TimedCandidate[]> {
  const { candidates, target } = of;
  const asked = candidates
    .filter(({ milliseconds }) => milliseconds === null)
    .map(({ release: { project } }) => ({ project, target }));
  const expected = await findExpectedTimes(farm, asked);
  return candidates.map((candidate) => {
    if (candidate.milliseconds !== null) return { ...candidate, milliseconds: candidate.milliseconds };
    const time = expected({ project: candidate.release.project, target });
    return { ...candidate, milliseconds: time === null ? guessedMilliseconds : totalOf(time) };
  });
}

function asJobs(candidates: readonly TimedCandidate[]) {
  const requires = requirementsAmong(candidates);
  return candidates.map(({ milliseconds }, index) => ({ milliseconds, requires: requires[index] ?? [] }));
}

/** Who is built with whose wheel, by what was laid into the last build of each. */
function requirementsAmong(candidates: readonly Candidate[]): readonly (readonly number[])[] {
  const placeOf = new Map(candidates.map(({ release }, index) => [renderRelease(release), index]));
  return candidates.map(({ wheels }) =>
    wheels.flatMap((filename) => {
      const parsed = parseWheelFilename(filename);
      return parsed.ok ? (placeOf.get(renderRelease(parsed.value.release)) ?? []) : [];
    }),
  );
}
