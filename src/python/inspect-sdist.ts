import { sameVersion, type Release } from '../domain/release.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import type { SdistFacts, SdistRefusal } from '../domain/sdist.ts';
import { parseSdistFilename } from '../domain/sdist-filename.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { ArchiveRefused } from './archive-refused.ts';
import { parseCoreMetadata } from './core-metadata.ts';
import { decodeHeaderText } from './header-fields.ts';
import { readExternalHints } from './hints/read-external-hints.ts';
import { parsePyproject } from './pyproject.ts';
import { readSdistContents, type SdistContents } from './sdist-contents.ts';

export type SdistClaim = { readonly filename: string; readonly release: Release | null };

/** Reads a source archive once, streaming, without unpacking it to disk or running any of it. */
export async function inspectSdist(
  file: string,
  given: { readonly claim: SdistClaim; readonly limits: ArchiveLimits },
): Promise<Result<{ release: Release; facts: SdistFacts }, SdistRefusal>> {
  const filename = parseSdistFilename(given.claim.filename);
  if (!filename.ok) return bad({ kind: 'bad-filename', filename: given.claim.filename.slice(0, 300) });
  try {
    const contents = await readSdistContents(file, given.limits);
    return judge(contents, { release: given.claim.release, byFilename: filename.value.claims });
  } catch (error) {
    if (error instanceof ArchiveRefused) return bad(error.refusal);
    throw error;
  }
}

type Claims = { readonly release: Release | null; readonly byFilename: readonly Release[] };

function judge(
  contents: SdistContents,
  claims: Claims,
): Result<{ release: Release; facts: SdistFacts }, SdistRefusal> {
  if (contents.pyproject === null && !contents.hasSetupPy) {
    return bad({ kind: 'nothing-to-build', detail: `looked in ${JSON.stringify(contents.topFolder)}` });
  }
  const pyproject = contents.pyproject === null ? null : parsePyproject(contents.pyproject);
  if (pyproject?.ok === false) return bad({ kind: 'bad-pyproject', detail: pyproject.problem });
  const facts = {
    format: contents.format,
    topFolder: contents.topFolder,
    buildSystem: pyproject?.value.buildSystem ?? null,
    nativeSources: contents.nativeSources,
    hints: contents.finishHints(pyproject === null ? [] : readExternalHints(pyproject.value.external)),
    fileCount: contents.fileCount,
    unpackedBytes: contents.unpackedBytes,
  };

  if (contents.pkgInfo === null) {
    if (claims.release === null) return bad({ kind: 'name-and-version-needed' });
    const requiresPython = pyproject?.value.requiresPython ?? null;
    return ok({
      release: claims.release,
      facts: { ...facts, layout: 'tree', requiresPython, requiresDist: [] },
    });
  }
  const metadata = parseCoreMetadata(decodeHeaderText(contents.pkgInfo));
  if (!metadata.ok) return bad({ kind: 'bad-pkg-info', detail: metadata.problem });
  const { release, requiresPython, requiresDist } = metadata.value;
  const disagreement = findDisagreement(release, claims);
  return disagreement === null
    ? ok({ release, facts: { ...facts, layout: 'sdist', requiresPython, requiresDist } })
    : bad(disagreement);
}

function findDisagreement(found: Release, claims: Claims): SdistRefusal | null {
  const agrees = (claim: Release): boolean =>
    claim.project === found.project && sameVersion(claim.version, found.version);
  const byFilename = claims.byFilename.some(agrees) ? undefined : claims.byFilename.at(-1);
  const claim = claims.release !== null && !agrees(claims.release) ? claims.release : byFilename;
  if (claim === undefined) return null;
  return claim.project === found.project
    ? { kind: 'wrong-version', claimed: claim.version, found: found.version }
    : { kind: 'wrong-name', claimed: claim.project, found: found.project };
}
