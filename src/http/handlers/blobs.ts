import type { Sha256 } from '../../domain/sha256.ts';
import { BlobMismatch, BlobTooLarge } from '../../farm/ports.ts';
import type { Asked } from '../asked.ts';
import type { StoredBlob } from '../contract/farm.ts';
import { replyWithBlob } from '../file-reply.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, problem, type Reply } from '../reply.ts';

type OneBlob = { readonly params: { readonly sha256: Sha256 }; readonly asked: Asked };

export async function getBlob(farm: HttpFarm, { params, asked }: OneBlob): Promise<Reply<never>> {
  const headers = { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'private, no-store' };
  const reply = await replyWithBlob(farm.blobs, { sha256: params.sha256, asked, headers });
  return reply ?? notFound(`there is no blob ${params.sha256}`);
}

export async function putBlob(farm: HttpFarm, { params, asked }: OneBlob): Promise<Reply<StoredBlob>> {
  const limitBytes = farm.maximumBlobBytes;
  try {
    return json(201, await farm.blobs.put(asked.content, { expect: params.sha256, limitBytes }));
  } catch (error) {
    if (error instanceof BlobMismatch)
      return problem(400, { kind: 'wrong-hash', detail: `the content is not ${params.sha256}` });
    if (error instanceof BlobTooLarge)
      return problem(413, { kind: 'too-large', detail: `a blob has at most ${limitBytes} bytes` });
    throw error;
  }
}
