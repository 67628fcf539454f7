import { parse } from 'smol-toml';
import { z } from 'zod';
import { parseProjectName, parseVersion, type ProjectName } from '../domain/release.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import { readWatchedRequirements } from '../domain/watched-requirements.ts';
import { parseVersionRule } from '../domain/watch-list-schema.ts';
import type { VersionRule } from '../domain/watch-list.ts';

const packageSchema = z.object({
  name: z.string().max(200),
  version: z.string().max(200).optional(),
  source: z.record(z.string(), z.unknown()).optional(),
});

const lockSchema = z.union([
  // uv.lock and poetry.lock; pylock.toml.
  z.object({ package: z.array(z.unknown()) }).transform((lock) => lock.package),
  z.object({ packages: z.array(z.unknown()) }).transform((lock) => lock.packages),
]);

/** What a team's lock file, or its requirements, ask for: exactly these versions. */
export function readLockFile(
  filename: string,
  text: string,
): Result<ReadonlyMap<ProjectName, VersionRule>, string> {
  if (!/\.(lock|toml)$/.test(filename)) return readWatchedRequirements(text);
  const packages = readPackages(text);
  if (packages === null) return bad('it is no uv.lock, poetry.lock or pylock.toml');
  const rules = new Map<ProjectName, VersionRule>();
  for (const item of packages) {
    const locked = packageSchema.safeParse(item);
    // The team's own project, and what it takes from a folder, are not to be had upstream.
    if (!locked.success || locked.data.version === undefined || isLocal(locked.data.source)) continue;
    const project = parseProjectName(locked.data.name);
    const version = parseVersion(locked.data.version);
    if (!project.ok) return bad(project.problem);
    if (!version.ok) return bad(`${project.value}: ${version.problem}`);
    const rule = parseVersionRule(`==${version.value}`);
    if (rule !== null) rules.set(project.value, rule);
  }
  return rules.size === 0 ? bad('it locks no project') : ok(rules);
}

function readPackages(text: string): readonly unknown[] | null {
  try {
    const lock = lockSchema.safeParse(parse(text));
    return lock.success ? lock.data : null;
  } catch {
    return null;
  }
}

/** In uv.lock: `{ editable = "." }`; in poetry.lock: `type = "directory"`. */
const isLocal = (source: Readonly<Record<string, unknown>> | undefined): boolean =>
  source !== undefined &&
  (['editable', 'virtual', 'directory', 'path', 'git'].some((key) => key in source) ||
    ['directory', 'file', 'git', 'url'].includes(String(source['type'])));
