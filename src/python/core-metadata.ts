import { parseProjectName, parseVersion, type Release } from '../domain/release.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import { parseHeaderFields, type HeaderFields } from './header-fields.ts';

/** What the farm reads of PKG-INFO and METADATA. */
export type CoreMetadata = {
  readonly release: Release;
  readonly requiresPython: string | null;
  readonly requiresDist: readonly string[];
};

const mostRequirements = 2000;
const longestField = 2000;

/** Source: https://packaging.python.org/en/latest/specifications/core-metadata/ */
export function parseCoreMetadata(text: string): Result<CoreMetadata, string> {
  const fields = parseHeaderFields(text);
  const name = readOnly(fields, 'Name');
  if (!name.ok) return name;
  const version = readOnly(fields, 'Version');
  if (!version.ok) return version;
  const project = parseProjectName(name.value ?? '');
  if (!project.ok) return bad(name.value === null ? 'it has no Name' : project.problem);
  const parsedVersion = parseVersion(version.value ?? '');
  if (!parsedVersion.ok) return bad(version.value === null ? 'it has no Version' : parsedVersion.problem);

  const requiresPython = readOnly(fields, 'Requires-Python');
  if (!requiresPython.ok) return requiresPython;
  const requiresDist = fields.get('requires-dist') ?? [];
  if (requiresDist.length > mostRequirements)
    return bad(`it has more than ${mostRequirements} Requires-Dist`);
  if (requiresDist.some((each) => each.length > longestField)) return bad('a Requires-Dist is too long');
  return ok({
    release: { project: project.value, version: parsedVersion.value },
    requiresPython: requiresPython.value === '' ? null : requiresPython.value,
    requiresDist,
  });
}

/** Null where the field is missing. Two different values would mean two different things to two readers. */
function readOnly(fields: HeaderFields, name: string): Result<string | null, string> {
  const values = [...new Set(fields.get(name.toLowerCase()))];
  if (values.length > 1) return bad(`it has ${name} twice`);
  const [value = null] = values;
  return value !== null && value.length > longestField ? bad(`its ${name} is too long`) : ok(value);
}
