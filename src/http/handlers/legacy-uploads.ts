import { targetsOf } from '../../domain/index-view.ts';
import { renderRelease } from '../../domain/release.ts';
import { findClosed } from '../../farm/take-in-wheel.ts';
import { requestBuilds } from '../../farm/request-builds.ts';
import type { Target } from '../../domain/target.ts';
import type { Asked } from '../asked.ts';
import { nameOf } from '../authenticate.ts';
import type { LegacyUpload } from '../contract/farm.ts';
import type { HttpFarm } from '../http-ports.ts';
import { readMultipart, type MultipartUpload } from '../read-multipart.ts';
import { json, notFound, problem, type Reply } from '../reply.ts';
import { claimOf, parseClaim, refused, takeUpload } from './take-upload.ts';
import { takeWheel } from './take-wheel.ts';

const uploadPriority = 20;

type Uploading = { readonly upload: MultipartUpload; readonly by: string; readonly node: string | null };

/** `POST /legacy/`, `POST /legacy/<node>/`: what twine and its like speak (the "legacy" upload API of Warehouse). */
export async function uploadLegacy(
  farm: HttpFarm,
  { params, asked }: { readonly params?: { readonly node: string }; readonly asked: Asked },
): Promise<Reply<LegacyUpload>> {
  const by = nameOf(asked.caller);
  const node = params?.node ?? null;
  const contentType = asked.header('content-type') ?? '';
  const limitBytes = farm.maximumSdistBytes;
  const reply =
    node !== null && !farm.indexes.nodes.has(node)
      ? notFound(`there is no index ${node}`)
      : await readMultipart({ content: asked.content, contentType, limitBytes }, (upload) =>
          takeLegacy(farm, { upload, by, node }),
        );
  return reply.kind === 'problem' ? { ...reply, reason: reply.problem.detail } : reply;
}

async function takeLegacy(farm: HttpFarm, uploading: Uploading): Promise<Reply<LegacyUpload>> {
  const { upload, by } = uploading;
  const misuse = findMisuse(uploading);
  if (misuse !== null) return refused(farm, { why: 'bad-form', sentence: misuse, by });
  return upload.fields.get('filetype') === 'sdist'
    ? takeSdist(farm, uploading)
    : takeWheel(farm, { upload, by, node: uploading.node ?? '' });
}

async function takeSdist(farm: HttpFarm, { upload, by, node }: Uploading): Promise<Reply<LegacyUpload>> {
  const claim = parseClaim(claimOf(upload, 'sha256_digest'));
  if (node !== null && claim.ok && claim.value.release !== null) {
    const closed = await findClosed(farm, { node, release: claim.value.release });
    if (closed !== null) return problem(403, { kind: 'closed', detail: closed });
  }
  const taken = await takeUpload(farm, {
    claim: claimOf(upload, 'sha256_digest'),
    content: upload.content,
    by,
  });
  if (!taken.ok) return taken.problem;
  const sdist = taken.value;
  const targets = targetsFor(farm, node);
  const made = await requestBuilds(farm, { sdist, targets, priority: uploadPriority, requestedBy: by });
  const builds = made.map(({ build }) => build.id);
  farm.report({ kind: 'builds-requested', builds, by });
  farm.onBuildsChanged();
  return json(200, { sha256: sdist.sha256, release: renderRelease(sdist.release), builds });
}

/** Those of the node, as far as they are on offer; all on offer where it names none. */
function targetsFor(farm: HttpFarm, node: string | null): readonly Target[] {
  const names = node === null ? [] : targetsOf(farm.indexes, node);
  return names.length === 0 ? farm.offered : farm.offered.filter(({ name }) => names.includes(name));
}

/** Null: the form is one that the farm takes. Its fields come before its file, as twine, uv and others send them. */
function findMisuse({ upload: { fields }, node }: Uploading): string | null {
  if (fields.get(':action') !== 'file_upload')
    return 'the field :action must be file_upload and come before the file';
  if (fields.get('protocol_version') !== '1')
    return 'the field protocol_version must be 1 and come before the file';
  if (!fields.has('name') || !fields.has('version'))
    return 'the fields name and version must come before the file';
  const filetype = fields.get('filetype');
  if (filetype === 'sdist') return null;
  if (filetype !== 'bdist_wheel') return `the farm takes sdists and wheels; this is ${filetype ?? 'neither'}`;
  return node === null
    ? 'the farm takes sdists and builds wheels itself; a wheel that was built elsewhere is sent to the index that it is for: /legacy/<index>/'
    : null;
}
