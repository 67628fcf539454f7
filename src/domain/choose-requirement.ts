import { compareVersions, fitsSpecifier, isPreRelease, type Version } from './release.ts';

/** A release that may meet a build requirement, once it is built. */
export type RequirementCandidate = {
  readonly version: Version;
  readonly requiresPython: string | null;
  readonly isYanked: boolean;
};

/** The newest release may be made for newer tools than a target has; how far back to look for one that is not. */
export const mostCandidates = 3;

/**
 * The versions to build for a requirement, the likeliest first. As pip chooses: those that fit, newest first, withdrawn
 * ones only for who names them exactly (PEP 592), pre-releases only where nothing else fits or they are asked for.
 */
export function chooseCandidates(
  known: readonly RequirementCandidate[],
  wanted: { readonly specifier: string; readonly pythonVersion: string },
): readonly Version[] {
  const { specifier } = wanted;
  const isExact = /(^|,)\s*===?\s*[^*,]+$/.test(specifier);
  const fitting = known.filter(
    ({ version, requiresPython, isYanked }) =>
      (isExact || !isYanked) &&
      fitsSpecifier(version, specifier) &&
      fitsSpecifier(`${wanted.pythonVersion}.99`, requiresPython ?? ''),
  );
  const final = fitting.filter(({ version }) => !isPreRelease(version));
  const wantsPreRelease = /\d(a|b|rc|\.?dev)\d/.test(specifier);
  const chosen = wantsPreRelease || final.length === 0 ? fitting : final;
  return [...new Set(chosen.map(({ version }) => version))]
    .sort((one, other) => compareVersions(other, one))
    .slice(0, mostCandidates);
}
