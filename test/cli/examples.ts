import type { EvidenceView } from '../../src/http/contract/attempt.ts';
import type { BuildDetail, BuildStateView, BuildView } from '../../src/http/contract/build.ts';
import type { SdistView } from '../../src/http/contract/sdist.ts';
import type { TargetDetail, TargetView } from '../../src/http/contract/target.ts';

/** Values of the contract as a farm would say them. */

export const sdistHash = 'a'.repeat(64);
export const wheelHash = 'b'.repeat(64);
export const imageIdentity = 'c'.repeat(64);
export const wheelName = 'lxml-5.3.0-cp311-cp311-linux_x86_64.whl';

export const states = {
  queued: { name: 'queued', attempt: null },
  building: { name: 'building', attempt: '17.1' },
  verifying: { name: 'verifying', attempt: '17.2' },
  succeeded: {
    name: 'succeeded',
    wheel: wheelHash,
    filename: wheelName,
    path: `/files/${wheelHash}/${wheelName}`,
    answeredBy: null,
    rebuilt: null,
    degradation: null,
  },
  failed: {
    name: 'failed',
    failure: {
      kind: 'missing-header',
      sentence: 'missing header: libxml/xpath.h',
      blame: 'package',
      facts: { header: 'libxml/xpath.h', line: 'fatal error: libxml/xpath.h' },
    },
  },
  blocked: { name: 'blocked', rule: 'requires Python >=3.12' },
  cancelled: { name: 'cancelled', by: 'ci' },
} as const satisfies Record<string, BuildStateView>;

const actions = (state: BuildStateView): BuildView['actions'] => {
  if (state.name === 'queued' || state.name === 'building') return ['cancel'];
  return state.name === 'failed' || state.name === 'cancelled' || state.name === 'blocked' ? ['retry'] : [];
};

export const exampleBuild = (state: BuildStateView, changes: Partial<BuildView> = {}): BuildView => ({
  id: 17,
  project: 'lxml',
  version: '5.3.0',
  sdist: sdistHash,
  target: 'debian-12-cp311-amd64',
  state,
  priority: 10,
  requestedBy: 'anonymous',
  createdAt: 940_000,
  changedAt: 940_000,
  attemptCount: 2,
  expectedMilliseconds: null,
  running: null,
  actions: actions(state),
  ...changes,
});

const evidence: EvidenceView = {
  worker: 'host-1',
  startedAt: 941_000,
  endedAt: 953_500,
  image: { identity: imageIdentity },
  log: { lines: 431, cutBytes: 0 },
  phases: [
    { phase: 'unpack', milliseconds: 400 },
    { phase: 'build', milliseconds: 75_000 },
  ],
  requirements: [{ requirement: 'setuptools>=40', version: '66.1.1', source: 'distribution' }],
  peakMemoryBytes: 130 * 1024 ** 2,
  linkedLibraries: { 'libxml2.so.2': 'libxml2' },
  missing: [],
  skippedExtensions: [],
  openedPackages: null,
  imports: [
    { module: 'lxml', result: 'imported' },
    { module: 'lxml.html', result: 'lacks-dependency', dependency: 'cssselect' },
  ],
};

export const exampleDetail = (state: BuildStateView): BuildDetail => ({
  ...exampleBuild(state),
  moves: [
    { at: 940_000, state: 'queued', attempt: null, on: null },
    { at: 941_000, state: 'queued', attempt: '17.1', on: null },
    { at: 942_500, state: 'building', attempt: '17.1', on: null },
    { at: 953_500, state: 'verifying', attempt: '17.2', on: null },
    { at: 954_500, state: 'succeeded', attempt: null, on: null },
  ],
  attempts: [
    {
      id: '17.1',
      kind: 'build',
      platform: 'linux/amd64',
      osPackages: ['libxml2-dev'],
      found: [],
      given: { wheels: [], extraRequires: [], loosened: [], memoryBytes: 1024 ** 3 },
      createdAt: 941_000,
      endedAt: 953_500,
      outcome: {
        kind: 'built',
        evidence: { ...evidence, linkedLibraries: {}, imports: [] },
        wheel: {
          filename: wheelName,
          sha256: wheelHash,
          sizeBytes: 3 * 1024 ** 2,
          fileCount: 3,
          requiresPython: '>=3.6',
          requiresDist: [],
          neededLibraries: ['libxml2.so.2'],
        },
      },
    },
    {
      id: '17.2',
      kind: 'verify',
      platform: 'linux/amd64',
      osPackages: [],
      found: [],
      given: { wheels: [], extraRequires: [], loosened: [], memoryBytes: 1024 ** 3 },
      createdAt: 954_000,
      endedAt: 955_000,
      outcome:
        state.name === 'failed'
          ? { kind: 'failed', failure: state.failure, evidence }
          : { kind: 'verified', evidence },
    },
  ],
});

export const exampleTarget: TargetView = {
  name: 'debian-12-cp311-amd64',
  family: 'debian',
  release: '12',
  pythonVersion: '3.11',
  architecture: 'amd64',
  platform: 'linux/amd64',
  status: 'supported',
  tried: 'Builds and verifies.',
  isOffered: true,
  indexPath: '/index/debian-12-cp311-amd64/simple/',
  images: { build: { identity: imageIdentity, recordedAt: 900_000 }, runtime: null },
};

export const exampleTargetDetail: TargetDetail = {
  ...exampleTarget,
  registryImage: 'debian:12',
  runtimePackages: ['python3'],
  buildPackages: ['gcc', 'python3-dev'],
  manifests: { build: ['gcc=12.2', 'python3-dev=3.11.2'], runtime: null },
  builds: {
    queued: 0,
    waiting: 0,
    building: 1,
    verifying: 0,
    publishing: 0,
    held: 0,
    succeeded: 40,
    failed: 2,
    blocked: 0,
    cancelled: 0,
  },
  fileIndex: { madeAt: 900_000, image: imageIdentity, size: { packages: 60_000, files: 450_000 } },
  fileIndexOrder: { build: 17, failedAt: null },
};

export const exampleSdist: SdistView = {
  sha256: sdistHash,
  filename: 'lxml-5.3.0.tar.gz',
  sizeBytes: 100,
  project: 'lxml',
  version: '5.3.0',
  format: 'tar',
  layout: 'sdist',
  requiresPython: null,
  buildRequires: null,
  buildBackend: null,
  nativeSources: ['lxml/etree.c'],
  hints: [{ kind: 'header', name: 'libxml/tree.h' }],
  fileCount: 10,
  unpackedBytes: 1000,
};
