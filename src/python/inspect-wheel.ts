import { basename } from 'node:path';
import {
  parseProjectName,
  parseVersion,
  renderRelease,
  sameVersion,
  type Release,
} from '../domain/release.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import { explainRefusal } from '../domain/sdist.ts';
import { parseWheelFilename } from '../domain/wheel-filename.ts';
import type { WheelFacts, WheelFilename } from '../domain/wheel.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { ArchiveRefused } from './archive-refused.ts';
import { parseCoreMetadata } from './core-metadata.ts';
import { hashFile, toSha256 } from './hash-content.ts';
import { findImportNames } from './import-names.ts';
import { compareRecord, parseRecord } from './record.ts';
import { sniffArchive } from './sniff-archive.ts';
import { readWheelContents, type WheelContents } from './wheel-contents.ts';
import { checkWheelFile } from './wheel-file.ts';

/** Reads a wheel as strictly as its specification is written, so that every installer reads the same. */
export async function inspectWheel(file: string, limits: ArchiveLimits): Promise<Result<WheelFacts, string>> {
  const filename = parseWheelFilename(basename(file));
  if (!filename.ok) return filename;
  try {
    const { form, sizeBytes } = await sniffArchive(file);
    if (form.format !== 'zip') return bad('it is no ZIP file');
    if (sizeBytes > limits.archiveBytes) return bad(`it is larger than ${limits.archiveBytes} bytes`);
    const contents = await readWheelContents(file, { archiveBytes: sizeBytes, limits });
    if (!contents.ok) return contents;
    const facts = judge(contents.value, filename.value);
    if (!facts.ok) return facts;
    return ok({ filename: basename(file), sha256: await hashFile(file), sizeBytes, ...facts.value });
  } catch (error) {
    if (error instanceof ArchiveRefused) return bad(explain(error));
    throw error;
  }
}

const explain = ({ refusal }: ArchiveRefused): string =>
  refusal.kind === 'not-an-archive'
    ? `it is no readable ZIP file: ${refusal.detail}`
    : explainRefusal(refusal);

function judge(
  contents: WheelContents,
  filename: WheelFilename,
): Result<Omit<WheelFacts, 'filename' | 'sha256' | 'sizeBytes'>, string> {
  const misnamed = findMisnamedFolder(contents, filename.release);
  if (misnamed !== null)
    return bad(`its folder ${JSON.stringify(misnamed)} does not bear the wheel's name and version`);
  const texts = readTexts(contents.metadata);
  if (!texts.ok) return texts;

  const wheelFile = checkWheelFile(texts.value.wheel, filename);
  if (!wheelFile.ok) return wheelFile;
  const record = parseRecord(texts.value.record);
  if (!record.ok) return record;
  const difference = compareRecord(record.value, {
    files: contents.files,
    recordPath: `${contents.distInfo}/RECORD`,
  });
  if (difference !== null) return bad(difference);
  const metadata = parseCoreMetadata(texts.value.metadata);
  if (!metadata.ok) return bad(`METADATA can't be read: ${metadata.problem}`);
  if (!sameRelease(metadata.value.release, filename.release)) {
    return bad(
      `METADATA says ${renderRelease(metadata.value.release)}, the wheel's name ${renderRelease(filename.release)}`,
    );
  }
  const metadataDigest = contents.files.get(`${contents.distInfo}/METADATA`)?.sha256 ?? '';
  return ok({
    release: filename.release,
    tags: filename.tags,
    requiresPython: metadata.value.requiresPython,
    metadata: { sha256: toSha256(Buffer.from(metadataDigest, 'base64url')), text: texts.value.metadata },
    requiresDist: metadata.value.requiresDist,
    importNames: findImportNames(contents.files.keys()),
    extensions: contents.extensions,
    fileCount: contents.files.size,
  });
}

function findMisnamedFolder(contents: WheelContents, release: Release): string | null {
  const tops = new Set(
    [...contents.files.keys()].map((path) => path.slice(0, Math.max(0, path.indexOf('/')))),
  );
  const named = [...tops, contents.distInfo].filter((top) => /\.(?:dist-info|data)$/.test(top));
  return named.find((top) => !bears(top.replace(/\.(?:dist-info|data)$/, ''), release)) ?? null;
}

function bears(stem: string, release: Release): boolean {
  const dash = stem.lastIndexOf('-');
  const project = parseProjectName(stem.slice(0, Math.max(0, dash)));
  const version = parseVersion(stem.slice(dash + 1));
  return project.ok && version.ok && sameRelease({ project: project.value, version: version.value }, release);
}

const sameRelease = (one: Release, other: Release): boolean =>
  one.project === other.project && sameVersion(one.version, other.version);

function readTexts(
  files: ReadonlyMap<string, Buffer>,
): Result<{ wheel: string; metadata: string; record: string }, string> {
  const texts = new Map<string, string>();
  for (const name of ['WHEEL', 'METADATA', 'RECORD']) {
    const bytes = files.get(name);
    if (bytes === undefined) return bad(`it has no ${name} in its .dist-info folder`);
    try {
      texts.set(name, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      return bad(`${name} is not UTF-8`);
    }
  }
  return ok({
    wheel: texts.get('WHEEL') ?? '',
    metadata: texts.get('METADATA') ?? '',
    record: texts.get('RECORD') ?? '',
  });
}
