import { parse } from 'smol-toml';
import { z } from 'zod';
import { bad, ok, type Result } from '../domain/result.ts';
import type { BuildSystem } from '../domain/sdist.ts';

export type Pyproject = {
  readonly buildSystem: BuildSystem | null;
  readonly requiresPython: string | null;
  /** What the build needs from outside of the Python world (PEP 725). */
  readonly external: { readonly build: readonly string[]; readonly host: readonly string[] };
};

const requirement = z.string().min(1).max(1000);
/** A draft, so another form of it refuses no archive. */
const external = z.array(z.string().max(200)).max(200).optional().catch(undefined);

/** Only what the farm reads; backends check the rest of their own tables. */
const schema = z.object({
  'build-system': z
    .object({
      requires: z.array(requirement).max(500),
      'build-backend': z.string().min(1).max(500).optional(),
    })
    .optional(),
  project: z.object({ 'requires-python': z.string().max(1000).optional() }).optional(),
  external: z.object({ 'build-requires': external, 'host-requires': external }).optional().catch(undefined),
});

/** Source: https://packaging.python.org/en/latest/specifications/pyproject-toml/ */
export function parsePyproject(bytes: Uint8Array): Result<Pyproject, string> {
  const toml = parseToml(bytes);
  if (!toml.ok) return toml;
  const checked = schema.safeParse(toml.value);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return bad(issue ? `${issue.path.join('.')}: ${issue.message}` : 'it has another form');
  }
  const { 'build-system': buildSystem, project, external: outside } = checked.data;
  return ok({
    buildSystem: buildSystem
      ? { requires: buildSystem.requires, buildBackend: buildSystem['build-backend'] ?? null }
      : null,
    requiresPython: project?.['requires-python'] ?? null,
    external: { build: outside?.['build-requires'] ?? [], host: outside?.['host-requires'] ?? [] },
  });
}

function parseToml(bytes: Uint8Array): Result<unknown, string> {
  try {
    return ok(parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), { maxDepth: 100 }));
  } catch (error) {
    const [firstLine = ''] = error instanceof Error ? error.message.split('\n') : [];
    return bad(firstLine);
  }
}
