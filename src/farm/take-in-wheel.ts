import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { IndexTree } from '../domain/index-tree.ts';
import { mayHold, nodesOf, targetsOf } from '../domain/index-view.ts';
import { renderRelease, sameVersion, type ProjectName, type Release } from '../domain/release.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import type { SdistRefusal } from '../domain/sdist.ts';
import type { Sha256 } from '../domain/sha256.ts';
import { parseWheelFilename, renderWheelTag } from '../domain/wheel-filename.ts';
import { isPure, tagFitsTarget, type WheelFacts } from '../domain/wheel.ts';
import { onHostDisk } from './host-disk.ts';
import type { TargetTable } from './ports.ts';
import { spool, type Digests } from './spool.ts';
import type { IntakePorts } from './take-in-sdist.ts';

export type WheelPorts = IntakePorts & { readonly indexes: IndexTree; readonly targets: TargetTable };

/** A wheel that somebody else has built, for one node of the index tree. */
export type WheelUpload = {
  readonly content: Readable;
  readonly claim: Digests & { readonly filename: string; readonly release: Release };
  readonly node: string;
  readonly by: string;
};

export type WheelProblem =
  | { readonly kind: 'refused'; readonly refusal: SdistRefusal }
  | { readonly kind: 'bad-wheel'; readonly sentence: string }
  /** It is well, but not for this node. */
  | { readonly kind: 'misplaced'; readonly sentence: string }
  | { readonly kind: 'closed'; readonly sentence: string }
  | { readonly kind: 'name-taken'; readonly filename: string; readonly node: string; readonly known: Sha256 };

/** Takes a ready-made wheel into a node: inspected as strictly as those built here. Of a refused one nothing stays. */
export async function takeInWheel(
  farm: WheelPorts,
  upload: WheelUpload,
): Promise<Result<{ readonly wheel: WheelFacts; readonly isNew: boolean }, WheelProblem>> {
  const { claim, node } = upload;
  const closed = await findClosed(farm, { node, release: claim.release });
  if (closed !== null) return bad({ kind: 'closed', sentence: closed });
  const wrongName = findWrongName(claim);
  if (wrongName !== null) return bad({ kind: 'bad-wheel', sentence: wrongName });
  await using folder = await onHostDisk(farm.scratch.open());
  const file = join(folder.path, claim.filename);
  const spooled = await spool(upload.content, { file, limitBytes: farm.maximumSdistBytes, claimed: claim });
  if (!spooled.ok) return bad({ kind: 'refused', refusal: spooled.problem });
  const inspected = await farm.archives.inspectWheel(file);
  if (!inspected.ok) return bad({ kind: 'bad-wheel', sentence: inspected.problem });
  const wheel = inspected.value;
  const misplaced = findMisplaced(farm, { node, wheel });
  if (misplaced !== null) return bad({ kind: 'misplaced', sentence: misplaced });
  const standing = await farm.catalogue.findFileIn(node, wheel.filename);
  if (standing !== null && standing.sha256 !== wheel.sha256) return taken(upload, standing.sha256);
  await farm.blobs.put(createReadStream(file), { expect: wheel.sha256 });
  const at = farm.clock();
  await farm.catalogue.addWheel(wheel, null, at);
  const published = await farm.catalogue.publishFile({
    node,
    ...wheel.release,
    filename: wheel.filename,
    sha256: wheel.sha256,
    sizeBytes: wheel.sizeBytes,
    requiresPython: wheel.requiresPython,
    metadataSha256: wheel.metadata.sha256,
    publishedAt: at,
    build: null,
    uploadedBy: upload.by,
    yanked: null,
  });
  if (published !== 'taken') return ok({ wheel, isNew: published === 'published' });
  // Somebody was quicker with the same name.
  const winner = await farm.catalogue.findFileIn(node, wheel.filename);
  return taken(upload, winner?.sha256 ?? wheel.sha256);
}

const taken = ({ claim, node }: WheelUpload, known: Sha256): Result<never, WheelProblem> =>
  bad({ kind: 'name-taken', filename: claim.filename, node, known });

/** Why a node takes no files of a project, or null. Source: PEP 792, and the pins of the tree. */
export async function findClosed(
  farm: Pick<WheelPorts, 'catalogue' | 'indexes'>,
  {
    node,
    release: { project },
  }: { readonly node: string; readonly release: { readonly project: ProjectName } },
): Promise<string | null> {
  if (!mayHold(farm.indexes, { node, project })) {
    const homes = [...(farm.indexes.pinned.get(project) ?? [])].join(' and ');
    return `${project} is an internal project, pinned to ${homes}; ${node} does not take it`;
  }
  const nodes = nodesOf(farm.indexes, node);
  const said = await farm.catalogue.findProjectStatus({ nodes, project });
  if (said?.status !== 'archived' && said?.status !== 'quarantined') return null;
  return `${project} is ${said.status}${said.reason === null ? '' : ` (${said.reason})`} and takes no new files`;
}

function findWrongName({ filename, release }: WheelUpload['claim']): string | null {
  const parsed = parseWheelFilename(filename);
  if (!parsed.ok) return parsed.problem;
  const { project, version } = parsed.value.release;
  return project === release.project && sameVersion(version, release.version)
    ? null
    : `the form says ${renderRelease(release)}, the file's name ${renderRelease(parsed.value.release)}`;
}

function findMisplaced(
  farm: Pick<WheelPorts, 'indexes' | 'targets'>,
  { node, wheel }: { readonly node: string; readonly wheel: WheelFacts },
): string | null {
  const names = targetsOf(farm.indexes, node);
  if (names.length === 0) {
    return node === farm.indexes.pureNode && !isPure(wheel)
      ? `${node} takes wheels without machine code only; this has some, or its tags say so`
      : null;
  }
  const targets = names.flatMap((name) => farm.targets.get(name) ?? []);
  if (targets.some((target) => wheel.tags.some((tag) => tagFitsTarget(tag, target)))) return null;
  return `${wheel.tags.map(renderWheelTag).join(', ')} fits no target of ${node} (${names.join(', ')}); wheels that carry system libraries along (manylinux) fit none`;
}
