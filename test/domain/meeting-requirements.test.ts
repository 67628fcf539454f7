import { describe, expect, test } from 'vitest';
import { chooseCandidates, type RequirementCandidate } from '../../src/domain/choose-requirement.ts';
import { upstreamVersion } from '../../src/domain/distribution-version.ts';
import { requirementOfModule } from '../../src/domain/module-requirement.ts';
import { parseVersion, type Version } from '../../src/domain/release.ts';
import { specifiersByProject } from '../../src/domain/requirement.ts';

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

const candidate = (text: string, more: Partial<RequirementCandidate> = {}): RequirementCandidate => ({
  version: version(text),
  requiresPython: null,
  isYanked: false,
  ...more,
});

const choose = (known: readonly RequirementCandidate[], specifier: string): readonly string[] =>
  chooseCandidates(known, { specifier, pythonVersion: '3.11' });

describe('the releases to build for a requirement', () => {
  const known = [
    candidate('1.0'),
    candidate('1.10'),
    candidate('1.9'),
    candidate('1.2', { isYanked: true }),
    candidate('2.0rc1'),
    candidate('3.0', { requiresPython: '>=3.12' }),
    candidate('0.1'),
  ];

  test.each([
    ['', ['1.10', '1.9', '1.0']],
    ['<1.10', ['1.9', '1.0', '0.1']],
    ['>=2.0rc1', ['2.0rc1']],
    ['>=2.0a0,<3', ['2.0rc1']],
    ['==1.2', ['1.2']],
    ['==1.2.*', []],
    ['>=3', []],
    ['of no sense', []],
  ])('for %j are %j', (specifier, versions) => {
    expect(choose(known, specifier)).toEqual(versions);
  });
});

test.each([
  ['66.1.1-1+deb12u1', '66.1.1'],
  ['1:2.3.4+dfsg-1', '2.3.4'],
  ['1.2+dfsg1-3', '1.2'],
  ['2.0~rc1-1', '2.0rc1'],
  ['5+really4.9-2', '4.9'],
  ['1.26.4+ds-6', '1.26.4'],
  ['3.4', '3.4'],
])('the distribution version %s is upstream %s', (distribution, upstream) => {
  expect(upstreamVersion(distribution)).toBe(upstream);
});

test.each([
  ['Cython.Build', 'cython'],
  ['numpy.distutils.core', 'numpy'],
  ['yaml', 'pyyaml'],
  ['scikit_build_core', 'scikit-build-core'],
  ['google.protobuf', 'protobuf'],
  ['pkg_resources', 'setuptools<82'],
  ['imp', null],
  ['constructor', 'constructor'],
  ['../../etc', null],
  ['_private_', null],
])('the module %s is asked for as %j', (module, requirement) => {
  expect(requirementOfModule(module)).toBe(requirement);
});

test('what is required of one project in several places holds at once, but for what a marker may switch off', () => {
  const all = [
    'Setuptools>=61',
    'setuptools <80',
    'setuptools<10; python_version < "3"',
    'wheel',
    'a @ https://example.org/a.tar.gz',
  ];
  expect(Object.fromEntries(specifiersByProject(all))).toEqual({ setuptools: '>=61,<80' });
});
