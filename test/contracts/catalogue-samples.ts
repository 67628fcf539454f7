import type { BuildId, BuildState } from '../../src/domain/build-state.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { Evidence, AttemptOutcome } from '../../src/domain/outcome.ts';
import type { AttemptId, BuildPlan } from '../../src/domain/plan.ts';
import { parseProjectName, parseVersion, type ProjectName, type Release } from '../../src/domain/release.ts';
import type { Sdist } from '../../src/domain/sdist.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { Target, TargetName } from '../../src/domain/target.ts';
import type { WheelFacts } from '../../src/domain/wheel.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import type { Build, IndexFile } from '../../src/farm/records.ts';

/** Values to fill a catalogue with. */

export function projectNamed(name: string): ProjectName {
  const project = parseProjectName(name);
  if (!project.ok) throw new Error(project.problem);
  return project.value;
}

export function releaseOf(name: string, written: string): Release {
  const version = parseVersion(written);
  if (!version.ok) throw new Error(version.problem);
  return { project: projectNamed(name), version: version.value };
}

export const attemptNamed = (id: string): AttemptId => id as AttemptId;
const targetNamed = (name: string): TargetName => name as TargetName;
export const bookworm = targetNamed('debian-12-cp311-amd64');
export const trixie = targetNamed('debian-13-cp313-amd64');
/** A build that no catalogue of a test has. */
export const nobody = 4711 as BuildId;
export const queued: BuildState = { name: 'queued', attempt: null };

export function sdistOf(name: string, version = '1.0'): Sdist {
  return {
    sha256: sha256Of(`${name} ${version}`),
    filename: `${name}-${version}.tar.gz`,
    sizeBytes: 1234,
    release: releaseOf(name, version),
    facts: {
      format: 'tar',
      layout: 'sdist',
      topFolder: `${name}-${version}`,
      requiresPython: '>=3.9',
      buildSystem: {
        requires: ['setuptools>=61; python_version > "3"'],
        buildBackend: 'setuptools.build_meta',
      },
      nativeSources: ['src/ünïcode.c'],
      requiresDist: ['cssselect'],
      hints: [{ kind: 'header', name: 'libxml/parser.h' }],
      fileCount: 12,
      unpackedBytes: 99_000,
    },
  };
}

/** A build of `name 1.0`, its sdist included. */
export async function addBuildOf(
  catalogue: Catalogue,
  name: string,
  options: {
    readonly target?: TargetName;
    readonly state?: BuildState;
    readonly priority?: number;
    readonly requestedBy?: string;
  } = {},
): Promise<Build> {
  const sdist = sdistOf(name);
  await catalogue.addSdist(sdist, 1000);
  const { build } = await catalogue.addBuild(
    {
      release: sdist.release,
      sdist: sdist.sha256,
      target: options.target ?? bookworm,
      state: options.state ?? queued,
      priority: options.priority ?? 10,
      requestedBy: options.requestedBy ?? 'anna',
    },
    2000,
  );
  return build;
}

export const buildPlanOf = (attempt: AttemptId): BuildPlan => {
  const sdist = sdistOf('lxml');
  return {
    kind: 'build',
    attempt,
    release: sdist.release,
    sdist,
    image: { target, flavour: 'build', osPackages: ['libxml2-dev', 'libxslt1-dev'] },
    found: [],
    wheels: [],
    extraRequires: [],
    loosened: [],
    environment: { WITH_CYTHON: '1' },
    configSettings: {},
    patches: [{ name: 'lxml-1.patch', diff: '--- a\n+++ b\n' }],
    limits: defaultLimits,
  };
};

const target: Target = {
  name: bookworm,
  family: 'debian',
  release: '12',
  pythonVersion: '3.11',
  pythonTag: 'cp311',
  architecture: 'amd64',
  status: 'supported',
  tried: 'In tests.',
  base: { registryImage: 'debian:12', bootstrap: { tool: 'mmdebstrap', suite: 'bookworm' } },
  runtimePackages: ['python3'],
  buildPackages: ['gcc'],
};

/** How a scheduler starts an attempt of a queued build. */
export const nextAttempt = {
  from: 'queued',
  plan: buildPlanOf,
  state: (attempt: AttemptId): BuildState => ({ name: 'queued', attempt }),
  platform: 'linux/amd64',
  at: 3000,
} as const;

const evidence: Evidence = {
  worker: 'host-1',
  startedAt: 3100,
  endedAt: 3900,
  image: { identity: sha256Of('image'), facts: sha256Of('facts') },
  log: { sha256: sha256Of('log'), lines: 400, cutBytes: 0 },
  phases: [{ phase: 'build', milliseconds: 700 }],
  requirements: [{ requirement: 'Cython>=3', version: '3.0.11', source: 'farm' }],
  peakMemoryBytes: 5_000_000_000,
  linkedLibraries: { 'libxml2.so.2': 'libxml2' },
  missing: [],
  skippedExtensions: [],
  openedPackages: null,
  imports: [],
};

export const failedOutcome: AttemptOutcome = {
  kind: 'failed',
  failure: { kind: 'missing-header', header: 'yaml.h', line: 'fatal error: yaml.h: No such file\u001b[0m' },
  evidence,
};

export const wheelOf = (name: string): WheelFacts => ({
  filename: `${name}-1.0-cp311-cp311-linux_x86_64.whl`,
  sha256: sha256Of(`wheel of ${name}`),
  sizeBytes: 4321,
  release: releaseOf(name, '1.0'),
  tags: [{ python: 'cp311', abi: 'cp311', platform: 'linux_x86_64' }],
  requiresPython: null,
  metadata: { sha256: sha256Of('metadata'), text: 'Metadata-Version: 2.1\nName: ünïcode\n' },
  requiresDist: [],
  importNames: [name],
  extensions: [{ path: `${name}/_c.so`, needed: ['libc.so.6'] }],
  fileCount: 3,
});

/** What differs from file to file; the rest follows from it. */
export function indexFileOf(
  build: BuildId,
  file: { readonly node: string; readonly name: string; readonly version: string; readonly content?: string },
): IndexFile {
  const filename = `${file.name}-${file.version}-py3-none-any.whl`;
  return {
    node: file.node,
    ...releaseOf(file.name, file.version),
    filename,
    sha256: sha256Of(file.content ?? filename),
    sizeBytes: 55,
    requiresPython: '>=3.8',
    metadataSha256: sha256Of(`metadata of ${filename}`),
    publishedAt: 5000,
    build,
    uploadedBy: null,
    yanked: null,
  };
}
