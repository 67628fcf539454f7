import type { Sha256 } from '../domain/sha256.ts';
import type { Blobs } from '../farm/ports.ts';
import type { Asked } from './asked.ts';
import { matchesEtag } from './etag.ts';
import { problem, type Headers, type Reply } from './reply.ts';

/** A blob, whole or the part that was asked for; null: there is none. What stands under a hash never changes. */
export async function replyWithBlob(
  blobs: Blobs,
  file: { readonly sha256: Sha256; readonly asked: Asked; readonly headers: Headers },
): Promise<Reply<never> | null> {
  const { sha256, asked } = file;
  const etag = `"${sha256}"`;
  const headers = { ...file.headers, ETag: etag, 'Accept-Ranges': 'bytes' };
  const whole = await blobs.get(sha256);
  if (whole === null) return null;
  if (matchesEtag(asked.header('if-none-match'), etag)) {
    whole.content.destroy();
    return { kind: 'empty', status: 304, headers };
  }
  const { sizeBytes } = whole;
  const isSame = (asked.header('if-range') ?? etag) === etag;
  const range = isSame ? asked.range(sizeBytes) : { kind: 'whole' as const };
  if (range.kind === 'whole') {
    return {
      kind: 'stream',
      status: 200,
      content: whole.content,
      headers: { ...headers, 'Content-Length': `${sizeBytes}` },
    };
  }
  whole.content.destroy();
  if (range.kind === 'unsatisfiable') {
    const why = { kind: 'range-not-satisfiable', detail: `the file has ${sizeBytes} bytes` };
    return problem(416, { ...why, headers: { 'Content-Range': `bytes */${sizeBytes}` } });
  }
  const part = await blobs.get(sha256, { start: range.start, end: range.end });
  if (part === null) return null;
  return {
    kind: 'stream',
    status: 206,
    content: part.content,
    headers: {
      ...headers,
      'Content-Length': `${range.end - range.start + 1}`,
      'Content-Range': `bytes ${range.start}-${range.end}/${sizeBytes}`,
    },
  };
}
