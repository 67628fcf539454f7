import type { BuildId } from '../domain/build-state.ts';
import { nodesToPublish } from '../domain/index-view.ts';
import { findBuildInputs } from './find-build-inputs.ts';
import { findDegradation, type Degradation } from '../domain/degradation.ts';
import { looksPure, type Sdist } from '../domain/sdist.ts';
import { isPure, type WheelFacts } from '../domain/wheel.ts';
import { listPresentTry } from './next-step.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';
import { retryLacking } from './retry-by-itself.ts';
import { settleWaiting } from './settle-waiting.ts';

/**
 * Puts a verified wheel into its index: the pure one for all, or its target's; an internal project's into its own. A wheel without machine code of an
 * sdist that has sources for some is its target's own, too: another target may make another of it.
 */
export async function publishBuild(farm: SchedulerPorts, id: BuildId): Promise<void> {
  const build = await farm.catalogue.findBuild(id);
  if (build?.state.name !== 'publishing') return;
  const wheel = await farm.catalogue.findWheel(build.state.wheel);
  if (wheel === null) throw new Error(`build ${id} publishes a wheel that the catalogue lacks`);
  const sdist = await farm.catalogue.findSdist(build.sdist);
  const servesAll = isPure(wheel) && sdist !== null && looksPure(sdist.facts);
  const degradation = sdist === null ? null : await degradationOf(farm, { build, sdist, wheel });
  const at = farm.clock();
  const { project } = wheel.release;
  const file = {
    project,
    version: wheel.release.version,
    filename: wheel.filename,
    sha256: wheel.sha256,
    sizeBytes: wheel.sizeBytes,
    requiresPython: wheel.requiresPython,
    metadataSha256: wheel.metadata.sha256,
    publishedAt: at,
    build: id,
    uploadedBy: null,
    yanked: null,
  };
  const { filename, sha256 } = wheel;
  let isTaken = false;
  let isNew = false;
  for (const node of nodesToPublish(farm.indexes, { project, target: build.target, servesAll })) {
    if (isTaken) break;
    const published = await farm.catalogue.publishFile({ ...file, node });
    isTaken = published === 'taken';
    isNew ||= published === 'published';
  }
  await farm.catalogue.moveBuild(id, {
    from: 'publishing',
    to: isTaken
      ? {
          name: 'failed',
          failure: { kind: 'file-name-taken', filename },
          inputs: await findBuildInputs(farm, build),
        }
      : { name: 'succeeded', wheel: sha256, filename, answeredBy: null, degradation },
    at,
  });
  await settleWaiting(farm, id);
  if (!isNew) return;
  const target = servesAll ? null : build.target;
  farm.errands.run(`lacking ${id}`, () =>
    retryLacking(farm, { ...wheel.release, importNames: wheel.importNames, target }),
  );
}

async function degradationOf(
  farm: SchedulerPorts,
  published: { readonly build: Build; readonly sdist: Sdist; readonly wheel: WheelFacts },
): Promise<Degradation | null> {
  const { build, sdist, wheel } = published;
  const made = (await listPresentTry(farm.catalogue, build)).findLast(
    ({ outcome }) => outcome?.kind === 'built' && outcome.wheel.sha256 === wheel.sha256,
  );
  const evidence = made?.outcome?.evidence;
  return evidence === undefined ? null : findDegradation({ sdist: sdist.facts, wheel, evidence });
}
