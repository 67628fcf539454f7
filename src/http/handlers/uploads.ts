import type { Result } from '../../domain/result.ts';
import type { Sdist } from '../../domain/sdist.ts';
import type { Asked } from '../asked.ts';
import { nameOf } from '../authenticate.ts';
import type { SdistView } from '../contract/sdist.ts';
import type { HttpFarm } from '../http-ports.ts';
import { readMultipart } from '../read-multipart.ts';
import { json, problem, type ProblemReply, type Reply } from '../reply.ts';
import { viewSdist } from '../views/sdist-view.ts';
import { claimOf, takeUpload, type RawClaim } from './take-upload.ts';

type UploadQuery = { readonly [Name in 'filename' | 'name' | 'version' | 'sha256']?: string | undefined };

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

const defined = (claim: RawClaim): Partial<RawClaim> =>
  Object.fromEntries(Object.entries(claim).filter(([, value]) => value !== undefined));
