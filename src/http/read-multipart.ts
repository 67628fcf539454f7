import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { CutOff } from './request-content.ts';

export type MultipartUpload = {
  readonly fields: ReadonlyMap<string, string>;
  /** Its last path component, as the sender gave it. */
  readonly filename: string;
  readonly content: Readable;
};

/** Metadata of a release comes as many small fields and one long description. */
const limits = {
  fieldNameSize: 100,
  fieldSize: 1024 ** 2,
  fields: 1000,
  files: 4,
  parts: 1004,
  headerPairs: 20,
};
const longestField = 512;

export class BadMultipart extends Error {
  override readonly name = 'BadMultipart';
}

/** Ends the reading of a form whose file could not be kept. */
class TakeFailed extends Error {
  override readonly name = 'TakeFailed';
}

/**
 * Gives the file `content` of a form to `take` while it comes, with the short fields that came before it.
 * A form that is cut off fails `take`'s stream; what `take` holds is given up before this throws.
 */
export async function readMultipart<Taken>(
  request: { readonly content: Readable; readonly contentType: string; readonly limitBytes: number },
  take: (upload: MultipartUpload) => Promise<Taken>,
): Promise<Taken> {
  const form = openForm(request);
  const fields = new Map<string, string>();
  const taken: Promise<Taken>[] = [];
  form.on('field', (name, value) => {
    if (value.length <= longestField) fields.set(name, value);
  });
  form.on('file', (name, content, { filename }: { readonly filename?: string }) => {
    // Whoever takes it may not listen yet when the form breaks off; an error that nobody hears ends the process.
    content.on('error', () => undefined);
    if (name !== 'content' || taken.length > 0) {
      content.resume();
      return;
    }
    const taking = take({ fields, filename: filename ?? '', content });
    taken.push(taking);
    taking.then(
      // An answer may come without the file: the rest of the form is still to be read.
      () => content.resume(),
      (cause: unknown) => form.destroy(new TakeFailed('the file was not taken', { cause })),
    );
  });
  try {
    await pipeline(request.content, form);
  } catch (cause) {
    await Promise.allSettled(taken);
    if (cause instanceof TakeFailed) throw cause.cause;
    if (cause instanceof CutOff) throw cause;
    throw new BadMultipart('the form ends early or is not multipart/form-data', { cause });
  }
  const [result] = taken;
  if (result === undefined) throw new BadMultipart('the form has no file named "content"');
  return result;
}

function openForm(request: { readonly contentType: string; readonly limitBytes: number }): busboy.Busboy {
  try {
    // One byte over the limit is enough to know that it is too large.
    const fileSize = request.limitBytes + 1;
    return busboy({ headers: { 'content-type': request.contentType }, limits: { ...limits, fileSize } });
  } catch (cause) {
    throw new BadMultipart('not a readable multipart/form-data request', { cause });
  }
}
