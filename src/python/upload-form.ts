import { Readable } from 'node:stream';
import type { RemoteUpload } from '../farm/remote-index.ts';
import type { FormField } from './upload-fields.ts';

/** A form of which every byte is counted before it is sent: not every index understands a body without a length. */
export type UploadForm = { readonly type: string; readonly content: Readable; readonly bytes: number };

/** multipart/form-data with the file last, so that a server knows what it is before it comes. */
export function makeUploadForm(
  upload: RemoteUpload,
  form: { readonly fields: readonly FormField[]; readonly boundary: string },
): UploadForm {
  const { boundary } = form;
  const fields = form.fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file =
    `--${boundary}\r\nContent-Disposition: form-data; name="content"; filename="${quoted(upload.entry.filename)}"\r\n` +
    'Content-Type: application/octet-stream\r\n\r\n';
  const head = Buffer.from(`${fields.join('')}${file}`);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    content: Readable.from(inOrder(head, { content: upload.content, tail }), { objectMode: false }),
    bytes: head.length + upload.sizeBytes + tail.length,
  };
}

/** As browsers write it: a quote would end the name. */
const quoted = (filename: string): string => filename.replaceAll('"', '%22');

async function* inOrder(
  head: Buffer,
  rest: { readonly content: AsyncIterable<Uint8Array>; readonly tail: Buffer },
): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest.content;
  yield rest.tail;
}
