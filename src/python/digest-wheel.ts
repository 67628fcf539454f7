import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Sha256 } from '../domain/sha256.ts';
import { collectContent, type ArchiveEntry } from './archive-entry.ts';
import { allowedUnpackedBytes, type ArchiveLimits } from './archive-limits.ts';
import { isElf } from './elf.ts';
import { hashContent, toSha256 } from './hash-content.ts';
import { loadedPartOf } from './loaded-elf.ts';
import { readZip } from './read-zip.ts';

/** A larger file counts as it is. */
const mostNormalised = 64 * 1024 ** 2;

/** Folders that pip, tempfile and meson-python name at random; the same length always, so that no offset changes. */
const randomFolder = /(\/(?:pip-[a-z-]{1,40}-|\.mesonpy-|tmp))[a-z0-9_]{8}(?=\/)/g;

/** What installing reads of WHEEL decides; who made the wheel, and how often, does not. */
const idleField = /^(?:generator|build):/i;

/**
 * A digest of what a wheel installs: two wheels with the same one are the same to whoever uses them. Not part of it: the
 * order of members and of RECORD, times, packing, build tag and generator, names of random build folders, and in ELF files
 * all that is not loaded. See docs/decisions/0018-rebuilt-wheels.md. `file` must have passed `inspectWheel`.
 */
export async function digestWheel(file: string, limits: ArchiveLimits): Promise<Sha256> {
  const { size } = await stat(file);
  const lines: string[] = [];
  for await (const entry of readZip(file, { limits, unpackedBytes: allowedUnpackedBytes(size, limits) })) {
    // RECORD says of the others what is seen here.
    if (entry.kind !== 'file' || /^[^/]+\.dist-info\/RECORD$/.test(entry.name)) continue;
    const digest = await digestMember(entry);
    lines.push(JSON.stringify([entry.name, entry.isExecutable, digest.toString('hex')]));
  }
  return toSha256(createHash('sha256').update(lines.sort().join('\n')).digest());
}

async function digestMember(entry: ArchiveEntry & { readonly kind: 'file' }): Promise<Buffer> {
  if (entry.sizeBytes > mostNormalised) return (await hashContent(entry.content(), 0)).digest;
  const content = (await collectContent(entry.content(), mostNormalised)) ?? Buffer.alloc(0);
  return createHash('sha256')
    .update(await normalise(entry.name, content))
    .digest();
}

async function normalise(name: string, content: Buffer): Promise<Buffer> {
  if (/^[^/]+\.dist-info\/WHEEL$/.test(name)) return Buffer.from(sortedFields(content.toString()));
  const loaded = isElf(content) ? await loadedPartOf(content) : null;
  const text = (loaded ?? content).toString('latin1');
  return Buffer.from(text.replace(randomFolder, '$1########'), 'latin1');
}

const sortedFields = (text: string): string =>
  text
    .split(/\r?\n/)
    .filter((line) => line !== '' && !idleField.test(line))
    .sort()
    .join('\n');
