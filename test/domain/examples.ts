import type { Sdist } from '../../src/domain/sdist.ts';
import { parseProjectName, parseVersion, type Release } from '../../src/domain/release.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { Target, TargetName } from '../../src/domain/target.ts';
import type { WheelFacts, WheelTag } from '../../src/domain/wheel.ts';

/** Values for tests: plain, complete, and changed by what a test is about. */

export function release(project: string, version: string): Release {
  const name = parseProjectName(project);
  const number = parseVersion(version);
  if (!name.ok || !number.ok) throw new Error(`no release: ${project} ${version}`);
  return { project: name.value, version: number.value };
}

export function target(name: string, change: Partial<Target> = {}): Target {
  const [family = 'debian', release = '12', pythonTag = 'cp311', architecture = 'amd64'] = name.split('-');
  return {
    name: name as TargetName,
    family: family as Target['family'],
    release,
    pythonVersion: `3.${pythonTag.slice(3)}`,
    pythonTag,
    architecture: architecture as Target['architecture'],
    status: 'supported',
    tried: 'in tests',
    base: { registryImage: `${family}:${release}`, bootstrap: null },
    runtimePackages: ['python3'],
    buildPackages: ['gcc'],
    ...change,
  };
}

export const bullseye = target('debian-11-cp39-amd64');
export const bookworm = target('debian-12-cp311-amd64');
export const trixie = target('debian-13-cp313-amd64');

export function sdist(facts: Partial<Sdist['facts']> = {}, of: Release = release('demo', '1.0')): Sdist {
  return {
    sha256: sha256Of(`${of.project} ${of.version}`),
    filename: `${of.project}-${of.version}.tar.gz`,
    sizeBytes: 1000,
    release: of,
    facts: {
      format: 'tar',
      layout: 'sdist',
      topFolder: `${of.project}-${of.version}`,
      requiresPython: null,
      buildSystem: null,
      nativeSources: [],
      requiresDist: [],
      hints: [],
      fileCount: 3,
      unpackedBytes: 3000,
      ...facts,
    },
  };
}

export function wheel(tag: string, change: Partial<WheelFacts> = {}): WheelFacts {
  const [python = 'py3', abi = 'none', platform = 'any'] = tag.split('-');
  const tags: readonly WheelTag[] = [{ python, abi, platform }];
  const of = change.release ?? release('demo', '1.0');
  const filename = `${of.project}-${of.version}-${tag}.whl`;
  return {
    filename,
    sha256: sha256Of(filename),
    sizeBytes: 2000,
    release: of,
    tags,
    requiresPython: null,
    metadata: { sha256: sha256Of('metadata'), text: 'Name: demo\n' },
    requiresDist: [],
    importNames: ['demo'],
    extensions: [],
    fileCount: 5,
    ...change,
  };
}
