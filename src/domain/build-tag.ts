import { sameVersion, type Release } from './release.ts';
import type { Sha256 } from './sha256.ts';
import { parseWheelFilename, renderWheelTag } from './wheel-filename.ts';

/** A file of an index, as far as its name and content go. */
export type NamedFile = { readonly filename: string; readonly sha256: Sha256 };

/** How a newly built wheel stands to those of its release and tags that an index has already. */
export type Standing<File extends NamedFile> =
  /** There is none, or it goes before all of them as it is. */
  | { readonly kind: 'first' }
  /** The newest of them is this very wheel. */
  | { readonly kind: 'known'; readonly file: File }
  /** The newest of them may hold the same; if it does not, the wheel takes `tag`, which goes before all of them. */
  | { readonly kind: 'compare'; readonly file: File; readonly tag: string };

export function standAmong<File extends NamedFile>(wheel: NamedFile, files: readonly File[]): Standing<File> {
  const own = readName(wheel.filename);
  if (own === null) return { kind: 'first' };
  const alike = files.flatMap((file) => {
    const name = readName(file.filename);
    return name !== null && isAlike(name, own) ? [{ file, tag: name.tag }] : [];
  });
  const newest = alike.toSorted((one, other) => compareTags(other.tag, one.tag))[0];
  if (newest === undefined) return { kind: 'first' };
  const { file, tag } = newest;
  if (file.sha256 === wheel.sha256) return { kind: 'known', file };
  if (compareTags(own.tag, tag) > 0) return { kind: 'first' };
  return { kind: 'compare', file, tag: String(Math.max(tag.number, 0) + 1) };
}

/** `demo-1.0-py3-none-any.whl` with tag 2 -> `demo-1.0-2-py3-none-any.whl`; a tag that it has gives way. */
export function withBuildTag(filename: string, tag: string): string {
  const parts = filename.split('-');
  return [...parts.slice(0, 2), tag, ...parts.slice(-3)].join('-');
}

/** Orders files of one release and tags as installers do: negative when `one` is the older. */
export function compareBuildTags(one: string, other: string): number {
  const [left, right] = [readName(one), readName(other)];
  return left === null || right === null ? 0 : compareTags(left.tag, right.tag);
}

/** Whether two files are builds of one release with the same tags. */
export function isSameButForTag(one: string, other: string): boolean {
  const [left, right] = [readName(one), readName(other)];
  return left !== null && right !== null && isAlike(left, right);
}

type Tag = { readonly number: number; readonly rest: string };
type Name = { readonly release: Release; readonly tags: string; readonly tag: Tag };

/** More digits than a count of rebuilds ever has; a larger number could not be raised exactly. */
const longestNumber = 12;

/** Null for what is no wheel, or has a build number beyond reason. */
function readName(filename: string): Name | null {
  const parsed = parseWheelFilename(filename);
  if (!parsed.ok) return null;
  const { release, tags, buildTag } = parsed.value;
  const [, digits = '', rest = ''] = /^(\d+)(.*)$/.exec(buildTag ?? '') ?? [];
  if (digits.length > longestNumber) return null;
  // One without a tag goes behind each that has one, even `0`.
  const tag = { number: digits === '' ? -1 : Number(digits), rest };
  return { release, tags: tags.map(renderWheelTag).sort().join(' '), tag };
}

const isAlike = (one: Name, other: Name): boolean =>
  one.release.project === other.release.project &&
  sameVersion(one.release.version, other.release.version) &&
  one.tags === other.tags;

/**
 * By their leading number, then by the rest.
 * Source: https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention
 */
const compareTags = (one: Tag, other: Tag): number =>
  one.number - other.number || (one.rest < other.rest ? -1 : one.rest > other.rest ? 1 : 0);
