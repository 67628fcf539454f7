import { open } from 'node:fs/promises';
import { notAnArchive } from './archive-refused.ts';

export type Compression = 'gzip' | 'xz' | 'bzip2';
export type ArchiveForm =
  | { readonly format: 'tar'; readonly compression: Compression }
  | { readonly format: 'zip' };

const magics: readonly { readonly magic: string; readonly form: ArchiveForm }[] = [
  { magic: '1f8b', form: { format: 'tar', compression: 'gzip' } },
  { magic: 'fd377a585a00', form: { format: 'tar', compression: 'xz' } },
  { magic: '425a68', form: { format: 'tar', compression: 'bzip2' } },
  { magic: '504b0304', form: { format: 'zip' } },
];

/** Goes by the first bytes: names say anything. */
export async function sniffArchive(file: string): Promise<{ form: ArchiveForm; sizeBytes: number }> {
  await using handle = await open(file, 'r');
  const { size } = await handle.stat();
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(6), 0, 6, 0);
  const start = buffer.toString('hex', 0, bytesRead);
  const found = magics.find(({ magic }) => start.startsWith(magic));
  if (!found) throw notAnArchive(size === 0 ? 'it is empty' : 'it begins like none of these');
  return { form: found.form, sizeBytes: size };
}
