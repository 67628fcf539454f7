import { z } from 'zod';
import { parseDefinitionFile, type DefinitionFile } from './definition-file.ts';
import type { FileProblem } from './file-problem.ts';
import { osPackages } from './os-package-schema.ts';
import { bad, ok, type Result } from './result.ts';
import type { Target, TargetName } from './target.ts';

/** Reads `images/<target>.yaml`; lists every problem of it. The file's name says what the target is; the fields must agree. */
export function parseTargetFile(file: DefinitionFile): Result<Target, readonly FileProblem[]> {
  const identity = parseIdentity((file.name.split('/').at(-1) ?? '').replace(/\.yaml$/, ''));
  if (identity === null) {
    const problem =
      'a target is called <family>-<release>-<python tag>-<architecture>.yaml, as debian-12-cp311-amd64.yaml';
    return bad([{ file: file.name, line: 1, column: 1, problem }]);
  }
  const read = parseDefinitionFile(file, targetSchema(identity));
  if (!read.ok) return read;
  const { base, status, tried, ...packages } = read.value.value;
  return ok({
    ...identity,
    status,
    tried,
    base: { registryImage: base['registry-image'], bootstrap: base.bootstrap },
    runtimePackages: packages['runtime-packages'],
    buildPackages: packages['build-packages'],
  });
}

type Identity = Pick<Target, 'name' | 'family' | 'release' | 'pythonVersion' | 'pythonTag' | 'architecture'>;

const namePattern =
  /^(?<family>debian|ubuntu|rocky)-(?<release>\d{1,3}(?:\.\d{1,3})?)-(?<tag>cp3(?<minor>\d{1,2}))-(?<architecture>amd64|arm64)$/;

function parseIdentity(name: string): Identity | null {
  const { family, release = '', tag = '', minor = '', architecture } = namePattern.exec(name)?.groups ?? {};
  if (family !== 'debian' && family !== 'ubuntu' && family !== 'rocky') return null;
  if (architecture !== 'amd64' && architecture !== 'arm64') return null;
  return {
    name: name as TargetName,
    family,
    release,
    pythonVersion: `3.${minor}`,
    pythonTag: tag,
    architecture,
  };
}

function targetSchema(identity: Identity) {
  return z.strictObject({
    family: asNamed(identity.family),
    release: asNamed(identity.release),
    'python-version': asNamed(identity.pythonVersion),
    'python-tag': asNamed(identity.pythonTag),
    architecture: asNamed(identity.architecture),
    status: z.enum(['supported', 'untried']),
    tried: z.string().min(1).max(1000),
    base: z.strictObject({ 'registry-image': imageReference, bootstrap }),
    'runtime-packages': osPackages(identity.family),
    'build-packages': osPackages(identity.family),
  });
}

const asNamed = (expected: string) =>
  z.string().refine((text) => text === expected, `must be ${expected}, as the file's name says`);

const imageReference = z.string().regex(/^[a-z0-9][a-z0-9._/:@-]{0,254}$/, 'not the reference of an image');

const bootstrap = z.union(
  [
    // As text: the reader takes every scalar for what is written.
    z.literal('null').transform(() => null),
    z.strictObject({ tool: z.literal('mmdebstrap'), suite: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/) }),
  ],
  { error: 'must be null, or have the keys tool (mmdebstrap) and suite (such as bookworm)' },
);
