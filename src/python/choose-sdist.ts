import { sameVersion, type ProjectName, type Release, type Version } from '../domain/release.ts';
import { sdistEndings, parseSdistFilename } from '../domain/sdist-filename.ts';
import { parseSha256 } from '../domain/sha256.ts';
import type { UpstreamRelease, UpstreamSdist } from '../farm/ports.ts';
import type { PageFile } from './project-page.ts';

/**
 * The source archive of exactly this release: one that was not yanked before one that was (an exact version was asked
 * for, as in PEP 592), then by form.
 */
export function chooseSdist(
  files: readonly PageFile[],
  wanted: { readonly release: Release; readonly base: string },
): UpstreamSdist | null {
  const candidates = files.flatMap((file) => {
    const filename = parseSdistFilename(file.filename);
    if (!filename.ok) return [];
    const isWanted = filename.value.claims.some(
      ({ project, version }) =>
        project === wanted.release.project && sameVersion(version, wanted.release.version),
    );
    const url = isWanted ? resolveUrl(file.url, wanted.base) : null;
    const rank = sdistEndings.indexOf(filename.value.ending) + (file.yanked ? sdistEndings.length : 0);
    return url === null ? [] : [{ file, url, rank }];
  });
  const [best] = candidates.sort((one, other) => one.rank - other.rank);
  if (best === undefined) return null;
  const sha256 = best.file.sha256 === null ? null : parseSha256(best.file.sha256.toLowerCase());
  return { filename: best.file.filename, url: best.url, sha256: sha256?.ok === true ? sha256.value : null };
}

/** Which versions of a project a page has a source archive of. One that has several counts as yanked when all of them are. */
export function listReleases(
  files: readonly PageFile[],
  wanted: { readonly project: ProjectName; readonly base: string },
): readonly UpstreamRelease[] {
  const releases = new Map<Version, UpstreamRelease>();
  for (const file of files) {
    const filename = parseSdistFilename(file.filename);
    if (!filename.ok || resolveUrl(file.url, wanted.base) === null) continue;
    for (const { project, version } of filename.value.claims) {
      if (project !== wanted.project) continue;
      const { yanked: isYanked, requiresPython } = file;
      if (releases.get(version)?.isYanked ?? true)
        releases.set(version, { version, requiresPython, isYanked });
    }
  }
  return [...releases.values()];
}

/** Null for what is no http address, `file:` above all. */
function resolveUrl(url: string, base: string): string | null {
  const resolved = URL.parse(url, base);
  if (resolved === null || !/^https?:$/.test(resolved.protocol)) return null;
  // An index over TLS must not be able to lead anybody off it.
  if (base.startsWith('https:') && resolved.protocol === 'http:') return null;
  resolved.hash = '';
  return resolved.href;
}
