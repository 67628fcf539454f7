import { compareBuildTags, isSameButForTag, type NamedFile } from './build-tag.ts';

/** What becomes of files of an index that a newer build of the same goes before. */
export type RetentionRule = {
  /** So many of the newest stay in any case; at least one. */
  readonly keep: number;
  /** And whatever was the newest within this time: lock files that name it are young. */
  readonly milliseconds: number;
};

export type DatedFile = NamedFile & { readonly publishedAt: number };

/** Those of one project in one index that the rule lets go; the newest of a kind never is. */
export function findOutdated<File extends DatedFile>(
  files: readonly File[],
  { rule, now }: { readonly rule: RetentionRule; readonly now: number },
): readonly File[] {
  return files.filter((file) => {
    const newer = files
      .filter((other) => isSameButForTag(file.filename, other.filename))
      .filter((other) => compareBuildTags(other.filename, file.filename) > 0);
    if (newer.length < Math.max(1, rule.keep)) return false;
    // It was what installers took until the first of them came.
    const supersededAt = Math.min(...newer.map(({ publishedAt }) => publishedAt));
    return supersededAt < now - rule.milliseconds;
  });
}
