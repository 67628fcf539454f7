import { expectTime, middleOf, totalOf, type BuildTime } from '../domain/expected-time.ts';
import type { ProjectName } from '../domain/release.ts';
import type { TargetName } from '../domain/target.ts';
import type { Catalogue } from './catalogue-port.ts';

type Wanted = { readonly project: ProjectName; readonly target: TargetName };
type TimePorts = { readonly catalogue: Pick<Catalogue, 'listBuildTimes' | 'listLastBuildTimes'> };

const lastBuilds = 101;

/** The middle of what was built last, whatever it was; null: nothing was. */
export async function findUsualTime({ catalogue }: TimePorts): Promise<BuildTime | null> {
  return middleOf(await catalogue.listLastBuildTimes(lastBuilds), totalOf);
}

/**
 * How long each is expected to take, by what is known of it: there, else on another target, else what is usual. Null where
 * nothing was ever built. Two looks, however many are asked for.
 */
export async function findExpectedTimes(
  farm: TimePorts,
  wanted: readonly Wanted[],
): Promise<(of: Wanted) => BuildTime | null> {
  if (wanted.length === 0) return () => null;
  const known = await farm.catalogue.listBuildTimes(wanted.map(({ project }) => project));
  const usual = await findUsualTime(farm);
  const here = new Map(known.map((time) => [`${time.project} ${time.target}`, time]));
  // The newest come first: of several targets the last that was built on is kept.
  const elsewhere = new Map(known.toReversed().map((time) => [time.project, time]));
  return ({ project, target }) =>
    expectTime({
      here: here.get(`${project} ${target}`) ?? null,
      elsewhere: elsewhere.get(project) ?? null,
      usual,
    });
}
