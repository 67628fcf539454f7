import { parseProjectName, parseVersion, type Release } from './release.ts';
import { bad, ok, type Result } from './result.ts';

export type SdistFilename = {
  readonly ending: (typeof sdistEndings)[number];
  /**
   * What the name may claim: `name-version`, at every dash where both halves can be read. Several, because old names
   * carry dashes in names and versions (`foo-1.0-2.tar.gz`); none for names of another form (`pyyaml_6.0.2.orig.tar.gz`).
   */
  readonly claims: readonly Release[];
};

/** Best first: what an index is asked for when it has one release in several forms. */
export const sdistEndings = ['.tar.gz', '.tgz', '.zip', '.tar.xz', '.tar.bz2'] as const;

const longestFilename = 255;

/** Source: https://packaging.python.org/en/latest/specifications/source-distribution-format/ */
export function parseSdistFilename(filename: string): Result<SdistFilename, string> {
  const ending = sdistEndings.find((each) => filename.endsWith(each) && filename.length > each.length);
  if (ending === undefined || filename.length > longestFilename || !/^[^./\\][!-.0-[\]-~]*$/.test(filename)) {
    return bad(`${JSON.stringify(filename.slice(0, longestFilename))} is not the name of a source archive`);
  }
  return ok({ ending, claims: readClaims(filename.slice(0, -ending.length)) });
}

function readClaims(stem: string): readonly Release[] {
  const claims: Release[] = [];
  for (let dash = stem.indexOf('-'); dash !== -1; dash = stem.indexOf('-', dash + 1)) {
    const project = parseProjectName(stem.slice(0, dash));
    const version = parseVersion(stem.slice(dash + 1));
    if (project.ok && version.ok) claims.push({ project: project.value, version: version.value });
  }
  return claims;
}
