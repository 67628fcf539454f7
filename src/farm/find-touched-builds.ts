import type { BuildId } from '../domain/build-state.ts';
import type { BuildResult } from '../domain/campaign.ts';
import type { ImageFacts } from '../domain/image.ts';
import { findTouches, type PlainImages, type Touch } from '../domain/impact.ts';
import type { AttemptOutcome } from '../domain/outcome.ts';
import { fitsSpecifier, type ProjectName } from '../domain/release.ts';
import type { SeenImage } from '../domain/outcome.ts';
import type { TargetName } from '../domain/target.ts';
import type { VersionRule } from '../domain/watch-list.ts';
import { describeResult } from './describe-result.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Blobs } from './ports.ts';
import { readImageFacts } from './read-image-facts.ts';
import type { Attempt, Build } from './records.ts';

/** A build that succeeded, and what its target's present images mean to it. */
export type TouchedBuild = {
  readonly build: Build;
  readonly touches: readonly Touch[];
  readonly result: BuildResult;
  /** Null: nothing is known of how long it took. */
  readonly milliseconds: number | null;
  /** Names of the wheels that it was built with. */
  readonly wheels: readonly string[];
};

type FindPorts = { readonly catalogue: Catalogue; readonly blobs: Pick<Blobs, 'get'> };

const page = 500;

/** What succeeded on a target, newest first; one look at the attempts of each. Those answered by another's wheel are left out unless asked for. */
export async function findTouchedBuilds(
  farm: FindPorts,
  wanted: {
    readonly target: TargetName;
    readonly answered: 'too' | 'left-out';
    /** Null: all. */
    readonly rules: ReadonlyMap<ProjectName, VersionRule> | null;
  },
): Promise<readonly TouchedBuild[]> {
  const images = await findPlainImages(farm, wanted.target);
  const factsOf = rememberFacts(farm.blobs);
  const found: TouchedBuild[] = [];
  let before: BuildId | null = null;
  do {
    const builds: readonly Build[] = await farm.catalogue.listBuilds({
      target: wanted.target,
      states: ['succeeded'],
      limit: page,
      ...(before !== null && { before }),
    });
    for (const build of builds) {
      const isOwn = build.state.name === 'succeeded' && build.state.answeredBy === null;
      if (!isMeant(build, wanted.rules) || (!isOwn && wanted.answered === 'left-out')) continue;
      found.push(await look({ ...farm, factsOf }, { build, images }));
    }
    before = builds.length === page ? (builds.at(-1)?.id ?? null) : null;
  } while (before !== null);
  return found;
}

function isMeant({ release }: Build, rules: ReadonlyMap<ProjectName, VersionRule> | null): boolean {
  const rule = rules?.get(release.project);
  return rules === null || (rule !== undefined && fitsSpecifier(release.version, rule.specifier));
}

async function look(
  farm: FindPorts & { readonly factsOf: (image: SeenImage) => Promise<ImageFacts | null> },
  { build, images }: { readonly build: Build; readonly images: PlainImages },
): Promise<TouchedBuild> {
  const attempts = await farm.catalogue.listAttempts(build.id);
  const made = attempts.findLast(({ outcome }) => outcome?.kind === 'built');
  const verified = attempts.findLast(({ outcome }) => outcome?.kind === 'verified');
  const evidence = made?.outcome?.evidence;
  const image = evidence?.image ?? null;
  const touches =
    evidence === undefined
      ? []
      : findTouches(
          {
            linkedLibraries: evidence.linkedLibraries,
            usedSymbols: evidence.usedSymbols ?? null,
            osPackages: made?.plan.image.osPackages ?? [],
            image: image && (await farm.factsOf(image)),
          },
          images,
        );
  return {
    build,
    touches,
    result: await describeResult(farm.catalogue, build),
    milliseconds: evidence === undefined ? null : durationOf(made) + durationOf(verified),
    wheels: made?.plan.kind === 'build' ? made.plan.wheels.map(({ filename }) => filename) : [],
  };
}

const durationOf = (attempt: Attempt | undefined): number => {
  const outcome: AttemptOutcome | null = attempt?.outcome ?? null;
  return outcome === null ? 0 : outcome.evidence.endedAt - outcome.evidence.startedAt;
};

async function findPlainImages(farm: FindPorts, target: TargetName): Promise<PlainImages> {
  const revision = await farm.catalogue.findRevision(target);
  const refresh = revision === null ? null : await farm.catalogue.findRefresh(revision);
  const before = refresh?.state.name === 'made' ? refresh.state.before : null;
  const records = [
    await farm.catalogue.findLatestImage(target, 'build'),
    await farm.catalogue.findLatestImage(target, 'runtime'),
  ];
  const read = async (images: readonly { readonly facts: SeenImage['facts'] }[]) =>
    (await Promise.all(images.map((image) => readImageFacts(farm.blobs, image)))).filter(
      (facts) => facts !== null,
    );
  return {
    before: before === null ? [] : await read([before.build, before.runtime]),
    present: await read(records.flatMap((record) => (record === null ? [] : [{ facts: record.factsBlob }]))),
  };
}

/** Many wheels were built in one image. */
function rememberFacts(blobs: Pick<Blobs, 'get'>): (image: SeenImage) => Promise<ImageFacts | null> {
  const known = new Map<string, Promise<ImageFacts | null>>();
  return (image) => {
    const facts = known.get(image.facts) ?? readImageFacts(blobs, image);
    known.set(image.facts, facts);
    return facts;
  };
}
