import type { ProjectName } from './release.ts';
import { parseRequirementsFile } from './requirements-file.ts';
import { bad, ok, type Result } from './result.ts';
import { parseVersionRule } from './watch-list-schema.ts';
import { mostVersions, type VersionRule } from './watch-list.ts';

/** Options (`-r`, `--index-url`), local paths and addresses: they say nothing of a project that an upstream has. */
const saysNothing = /^[-./]|:\/\//;

/**
 * What a requirements.txt asks for, one that pip-tools wrote with hashes too. A line that nobody could mean is a problem: a
 * list that lacks it would be believed to be whole.
 */
export function readWatchedRequirements(text: string): Result<ReadonlyMap<ProjectName, VersionRule>, string> {
  const { requirements, skipped } = parseRequirementsFile(text);
  const strange = skipped.find((line) => !saysNothing.test(line));
  if (strange !== undefined) return bad(`this can't be read: ${JSON.stringify(strange.slice(0, 100))}`);
  const rules = new Map<ProjectName, VersionRule>();
  for (const { project, specifier } of requirements) {
    const rule = ruleFor(specifier);
    if (rule === null)
      return bad(`${project} has no such versions: ${JSON.stringify(specifier.slice(0, 100))}`);
    rules.set(project, rule);
  }
  return rules.size === 0 ? bad('it asks for no project') : ok(rules);
}

const ruleFor = (specifier: string): VersionRule | null => {
  if (specifier === '') return parseVersionRule('latest');
  const rule = parseVersionRule(specifier);
  // Of a range only the newest is what a resolver would take.
  return rule === null ? null : { ...rule, count: /^={2,3}[^*]*$/.test(specifier) ? mostVersions : 1 };
};
