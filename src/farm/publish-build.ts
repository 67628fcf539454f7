import { standAmong } from '../domain/build-tag.ts';
import type { CampaignId } from '../domain/campaign.ts';
import type { BuildId, BuildState, Rebuilt } from '../domain/build-state.ts';
import { findDegradation, findLooseBounds, type Degradation } from '../domain/degradation.ts';
import { nodesToPublish } from '../domain/index-view.ts';
import { looksPure, type Sdist } from '../domain/sdist.ts';
import { isPure, type WheelFacts } from '../domain/wheel.ts';
import { findBuildInputs } from './find-build-inputs.ts';
import { findHolder } from './find-holder.ts';
import { listPresentTry } from './next-step.ts';
import type { Build, IndexFile } from './records.ts';
import { renewWheel } from './renew-wheel.ts';
import { retryLacking } from './retry-by-itself.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';
import { settleWaiting } from './settle-waiting.ts';

/** A verified wheel on its way into the nodes that it is for. */
type Publication = {
  readonly build: Build;
  readonly sdist: Sdist | null;
  /** As it was built. */
  readonly wheel: WheelFacts;
  readonly servesAll: boolean;
  readonly nodes: readonly string[];
  /** The campaign that keeps it back; null: it is published at once. */
  readonly holder: CampaignId | null;
};

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
  const { project } = wheel.release;
  const nodes = nodesToPublish(farm.indexes, { project, target: build.target, servesAll });
  const holder = await findHolder(farm.catalogue, id);
  const publication = { build, sdist, wheel, servesAll, nodes, holder };
  const held = holder === null ? [] : await farm.catalogue.listHeldFiles(holder, { nodes, project });
  const standing = standAmong(wheel, [...(await farm.catalogue.listFiles({ nodes, project })), ...held]);
  if (standing.kind !== 'compare') {
    const isSame = standing.kind === 'known' && build.earlierAttempts > 0;
    return putIntoIndex(farm, { ...publication, as: wheel, rebuilt: isSame ? 'unchanged' : null });
  }
  const { file, tag } = standing;
  // Large wheels take their time to read, and the scheduler has other builds to see to.
  farm.errands.run(`publish ${id}`, async () => {
    const renewal = await renewWheel(farm, { wheel, standing: file, tag });
    switch (renewal.kind) {
      case 'unchanged':
        return putIntoIndex(farm, { ...publication, as: renewal.wheel, rebuilt: 'unchanged' });
      case 'changed':
        await farm.catalogue.addWheel(renewal.wheel, id, farm.clock());
        return putIntoIndex(farm, { ...publication, as: renewal.wheel, rebuilt: 'changed' });
      case 'stuck':
        return endBuild(farm, { ...publication, to: await nameTaken(farm, publication) });
    }
  });
}

async function putIntoIndex(
  farm: SchedulerPorts,
  publication: Publication & { readonly as: WheelFacts; readonly rebuilt: Rebuilt },
): Promise<void> {
  const { build, as, rebuilt, nodes, servesAll, holder } = publication;
  const file = {
    ...as.release,
    filename: as.filename,
    sha256: as.sha256,
    sizeBytes: as.sizeBytes,
    requiresPython: as.requiresPython,
    metadataSha256: as.metadata.sha256,
    publishedAt: farm.clock(),
    build: build.id,
    uploadedBy: null,
    yanked: null,
  };
  if (holder !== null && (await hold(farm, { ...publication, holder, file }))) return;
  let isNew = false;
  for (const node of nodes) {
    const published = await farm.catalogue.publishFile({ ...file, node });
    if (published === 'taken')
      return endBuild(farm, { ...publication, to: await nameTaken(farm, publication) });
    isNew ||= published === 'published';
  }
  const degradation = await degradationOf(farm, publication);
  const { sha256: wheel, filename } = as;
  await endBuild(farm, {
    ...publication,
    to: { name: 'succeeded', wheel, filename, answeredBy: null, degradation, rebuilt },
  });
  if (!isNew) return;
  const target = servesAll ? null : build.target;
  farm.errands.run(`lacking ${build.id}`, () =>
    retryLacking(farm, { ...as.release, importNames: as.importNames, target }),
  );
}

/** Keeps it for the campaign instead of publishing it; false when the index has all of it already. */
async function hold(
  farm: SchedulerPorts,
  of: Publication & {
    readonly holder: CampaignId;
    readonly file: Omit<IndexFile, 'node'>;
    readonly rebuilt: Rebuilt;
  },
): Promise<boolean> {
  const { build, wheel, nodes, holder, file, rebuilt } = of;
  const standing = await Promise.all(nodes.map((node) => farm.catalogue.findFileIn(node, file.filename)));
  if (standing.every((other) => other?.sha256 === file.sha256)) return false;
  if (standing.some((other) => other !== null && other.sha256 !== file.sha256)) {
    await endBuild(farm, { ...of, to: await nameTaken(farm, of) });
    return true;
  }
  const degradation = await degradationOf(farm, of);
  const { filename, sha256 } = file;
  await farm.catalogue.holdBuild(build.id, {
    state: {
      name: 'held',
      campaign: holder,
      built: wheel.sha256,
      wheel: sha256,
      filename,
      degradation,
      rebuilt,
    },
    files: nodes.filter((_node, index) => standing[index] === null).map((node) => ({ ...file, node })),
    at: farm.clock(),
  });
  await settleWaiting(farm, build.id);
  return true;
}

async function nameTaken(farm: SchedulerPorts, { build, wheel }: Publication): Promise<BuildState> {
  const failure = { kind: 'file-name-taken', filename: wheel.filename } as const;
  return { name: 'failed', failure, inputs: await findBuildInputs(farm, build) };
}

async function endBuild(
  farm: SchedulerPorts,
  { build, to }: { readonly build: Build; readonly to: BuildState },
): Promise<void> {
  await farm.catalogue.moveBuild(build.id, { from: 'publishing', to, at: farm.clock() });
  await settleWaiting(farm, build.id);
}

async function degradationOf(
  farm: SchedulerPorts,
  { build, sdist, wheel }: Publication,
): Promise<Degradation | null> {
  if (sdist === null) return null;
  const made = (await listPresentTry(farm.catalogue, build)).findLast(
    ({ outcome }) => outcome?.kind === 'built' && outcome.wheel.sha256 === wheel.sha256,
  );
  const evidence = made?.outcome?.evidence;
  if (made?.plan.kind !== 'build' || evidence === undefined) return null;
  const lacks = findDegradation({ sdist: sdist.facts, wheel, evidence });
  return lacks ?? findLooseBounds(made.plan.loosened, evidence);
}
