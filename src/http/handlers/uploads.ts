import type { Result } from '../../domain/result.ts';
import type { Sdist } from '../../domain/sdist.ts';
import { requestBuilds } from '../../farm/request-builds.ts';
import type { Asked } from '../asked.ts';
import { nameOf } from '../authenticate.ts';
import type { LegacyUpload } from '../contract/farm.ts';
import type { SdistView } from '../contract/sdist.ts';
import type { HttpFarm } from '../http-ports.ts';
import { readMultipart, type MultipartUpload } from '../read-multipart.ts';
import { json, problem, type ProblemReply, type Reply } from '../reply.ts';
import { viewSdist } from '../views/sdist-view.ts';
import { refused, takeUpload, type RawClaim } from './take-upload.ts';

const uploadPriority = 20;

type UploadQuery = { readonly [Name in keyof RawClaim]?: string | undefined };

/** `POST /api/sdists`: the file as the whole body, or as `content` of a form. */
export async function uploadSdist(
  farm: HttpFarm,
  { query, asked }: { readonly query: UploadQuery; readonly asked: Asked },
): Promise<Reply<SdistView>> {
  const by = nameOf(asked.caller);
  const contentType = asked.header('content-type') ?? '';
  const told = { filename: query.filename, name: query.name, version: query.version, sha256: query.sha256 };
  let taken: Result<Sdist, ProblemReply>;
  if (contentType.startsWith('multipart/form-data')) {
    const limitBytes = farm.maximumSdistBytes;
    taken = await readMultipart({ content: asked.content, contentType, limitBytes }, (upload) =>
      takeUpload(farm, {
        claim: { ...claimOf(upload, 'sha256'), ...defined(told) },
        content: upload.content,
        by,
      }),
    );
  } else if (contentType.startsWith('application/octet-stream')) {
    taken = await takeUpload(farm, { claim: told, content: asked.content, by });
  } else {
    return problem(415, {
      kind: 'unsupported-media-type',
      detail: 'send the file as application/octet-stream, or as "content" of a multipart/form-data form',
    });
  }
  return taken.ok ? json(201, viewSdist(taken.value)) : taken.problem;
}

/** `POST /legacy/`: what twine and its like speak. https://docs.pypi.org/api/upload/ */
export async function uploadLegacy(
  farm: HttpFarm,
  { asked }: { readonly asked: Asked },
): Promise<Reply<LegacyUpload>> {
  const by = nameOf(asked.caller);
  const contentType = asked.header('content-type') ?? '';
  const limitBytes = farm.maximumSdistBytes;
  const reply = await readMultipart({ content: asked.content, contentType, limitBytes }, (upload) =>
    takeLegacy(farm, { upload, by }),
  );
  return reply.kind === 'problem' ? { ...reply, reason: reply.problem.detail } : reply;
}

async function takeLegacy(
  farm: HttpFarm,
  { upload, by }: { readonly upload: MultipartUpload; readonly by: string },
): Promise<Reply<LegacyUpload>> {
  const misuse = findMisuse(upload.fields);
  if (misuse !== null) return refused(farm, { why: 'bad-form', sentence: misuse, by });
  const taken = await takeUpload(farm, {
    claim: claimOf(upload, 'sha256_digest'),
    content: upload.content,
    by,
  });
  if (!taken.ok) return taken.problem;
  const sdist = taken.value;
  const wish = { sdist, targets: farm.offered, priority: uploadPriority, requestedBy: by };
  const made = await requestBuilds(farm, wish);
  const builds = made.map(({ build }) => build.id);
  farm.report({ kind: 'builds-requested', builds, by });
  farm.onBuildsChanged();
  return json(200, { sha256: sdist.sha256, builds });
}

/** Null: the form is one that the farm takes. Its fields come before its file, as twine, uv and others send them. */
function findMisuse(fields: ReadonlyMap<string, string>): string | null {
  if (fields.get(':action') !== 'file_upload')
    return 'the field :action must be file_upload and come before the file';
  if (fields.get('protocol_version') !== '1')
    return 'the field protocol_version must be 1 and come before the file';
  if (!fields.has('name') || !fields.has('version'))
    return 'the fields name and version must come before the file';
  const filetype = fields.get('filetype');
  return filetype === 'sdist'
    ? null
    : `the farm takes sdists and builds wheels itself; this is ${filetype ?? 'neither'}`;
}

const claimOf = (upload: MultipartUpload, hashField: string): RawClaim => ({
  filename: upload.filename,
  name: upload.fields.get('name'),
  version: upload.fields.get('version'),
  sha256: upload.fields.get(hashField),
});

const defined = (claim: RawClaim): Partial<RawClaim> =>
  Object.fromEntries(Object.entries(claim).filter(([, value]) => value !== undefined));
