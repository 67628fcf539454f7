import { explainNever, explainWhy, type BuildAround, type Why } from '../domain/explain-why.ts';
import type { Failure } from '../domain/failure.ts';
import { missingOf } from '../domain/missing.ts';
import { compareVersions, sameVersion, type ProjectName, type Version } from '../domain/release.ts';
import { platformOf, type Target } from '../domain/target.ts';
import type { FailureKnowledge } from '../domain/what-would-help.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Dispatcher } from './ports.ts';
import type { Build } from './records.ts';

export type ExplainPorts = { readonly catalogue: Catalogue; readonly dispatcher: Dispatcher };

const mostBuilds = 500;

/** Why a project is or is not there on a target: of the version asked for, else of the newest that was ever wished. */
export async function explainBuild(
  farm: ExplainPorts,
  wanted: { readonly project: ProjectName; readonly version: Version | null; readonly target: Target },
): Promise<{ readonly build: Build | null; readonly why: Why }> {
  const { project, version, target } = wanted;
  const builds = await farm.catalogue.listBuilds({ project, target: target.name, limit: mostBuilds });
  const [build] = builds
    .filter((one) => version === null || sameVersion(one.release.version, version))
    .toSorted((one, other) => compareVersions(other.release.version, one.release.version));
  if (build === undefined)
    return { build: null, why: explainNever({ project, version, target: target.name }) };
  return { build, why: explainWhy(build, await lookAround(farm, { build, target })) };
}

async function lookAround(
  farm: ExplainPorts,
  { build, target }: { readonly build: Build; readonly target: Target },
): Promise<BuildAround> {
  const { state } = build;
  const system = `${target.family}-${target.release}`;
  const other = state.name === 'waiting' ? await farm.catalogue.findBuild(state.on) : null;
  return {
    failure:
      state.name === 'failed'
        ? await knowOf(farm, { build, failure: state.failure, system })
        : { system, providers: null, tried: [] },
    waitsOn: other && { release: other.release, target: other.target, state: other.state.name },
    queue: await lookAtQueue(farm, { isAsked: state.name === 'queued', platform: platformOf(target) }),
  };
}

async function knowOf(
  { catalogue }: ExplainPorts,
  failed: { readonly build: Build; readonly failure: Failure; readonly system: string },
): Promise<FailureKnowledge> {
  const { build, failure, system } = failed;
  const wanted = missingOf(failure);
  if (wanted.length === 0) return { system, providers: null, tried: [] };
  const hasIndex = (await catalogue.findFileIndex(build.target)) !== null;
  const looked = hasIndex ? await catalogue.findProviders(build.target, wanted) : [];
  const attempts = await catalogue.listAttempts(build.id);
  const last = attempts.findLast(({ plan }) => plan.kind === 'build');
  const names = looked.flatMap(({ providers }) => providers.map((one) => one.package.name));
  return {
    system,
    providers: hasIndex ? [...new Set(names)] : null,
    tried: last?.plan.image.osPackages ?? [],
  };
}

async function lookAtQueue(
  { dispatcher }: ExplainPorts,
  { isAsked, platform }: { readonly isAsked: boolean; readonly platform: ReturnType<typeof platformOf> },
): Promise<BuildAround['queue']> {
  if (!isAsked) return { platform, queued: 0, workers: 0 };
  const [counts, workers] = await Promise.all([dispatcher.countQueued(), dispatcher.listWorkers()]);
  return {
    platform,
    queued: counts[platform].queued,
    workers: workers.filter((worker) => worker.platform === platform).length,
  };
}
