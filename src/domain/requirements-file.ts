import { parseRequirement, type Requirement } from './requirement.ts';

/** What of a requirements.txt names projects, and the lines that do not: options, files, addresses. */
export type RequirementsFile = {
  readonly requirements: readonly Requirement[];
  readonly skipped: readonly string[];
};

const mostLines = 5_000;

/** Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
export function parseRequirementsFile(text: string): RequirementsFile {
  const lines = text
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/, mostLines)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
  const requirements: Requirement[] = [];
  const skipped: string[] = [];
  for (const line of lines) {
    // Hashes belong to the requirement before them: they say which file, not which project.
    const requirement = line.startsWith('-') ? null : parseRequirement(line.replace(/\s+--\w.*$/, ''));
    if (requirement === null) skipped.push(line.slice(0, 200));
    else requirements.push(requirement);
  }
  return { requirements, skipped };
}
