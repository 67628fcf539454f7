import { expect, test } from 'vitest';
import type { BuildId, BuildState } from '../../src/domain/build-state.ts';
import { explainNever, explainWhy, type BuildAround } from '../../src/domain/explain-why.ts';
import type { AttemptId } from '../../src/domain/plan.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { whatWouldHelp } from '../../src/domain/what-would-help.ts';
import { bookworm, release, trixie } from './examples.ts';

const around: BuildAround = {
  failure: { system: 'debian-12', providers: [], tried: [] },
  waitsOn: null,
  queue: { platform: 'linux/amd64', queued: 4, workers: 1 },
};
const explain = (state: BuildState, change: Partial<BuildAround> = {}) =>
  explainWhy(
    { id: 17 as BuildId, release: release('lxml', '5.3.0'), target: bookworm.name, state },
    { ...around, ...change },
  );

const header = {
  kind: 'missing-header',
  header: 'yaml.h',
  line: 'a.c:1: fatal error: yaml.h: No such file',
} as const;

test.each([
  [
    null,
    "a recipe with the package that has header yaml.h, or a patch: there is no index of debian-12's files yet",
  ],
  [[], 'no package of debian-12 has header yaml.h in its index: a recipe with the right package, or a patch'],
  [['libyaml-dev'], 'libyaml-dev of debian-12 has header yaml.h: a recipe that names it, or a retry'],
  [['tried-dev'], 'a patch: tried-dev of debian-12, which has header yaml.h, did not help'],
  [
    ['a', 'b', 'c', 'd', 'e', 'tried-dev'],
    'a, b, c and 2 more of debian-12 have header yaml.h: a recipe that names it, or a retry',
  ],
])('what is missing, where the packages %j have it, is helped by: %s', (providers, sentence) => {
  expect(whatWouldHelp(header, { system: 'debian-12', providers, tried: ['tried-dev'] })).toBe(sentence);
});

test('a failure is told with the line it rests on and what would help', () => {
  expect(explain({ name: 'failed', failure: header, inputs: null })).toEqual({
    state: 'build 17: lxml 5.3.0 on debian-12-cp311-amd64: failed',
    cause: 'missing header: yaml.h',
    line: 'a.c:1: fatal error: yaml.h: No such file',
    help: 'no package of debian-12 has header yaml.h in its index: a recipe with the right package, or a patch',
  });
  expect(
    explain({ name: 'failed', failure: { kind: 'out-of-memory', limitBytes: 2 ** 30 }, inputs: null }),
  ).toMatchObject({
    line: null,
    help: 'a recipe with limits.memory, or a host with more',
  });
  expect(
    explain({
      name: 'failed',
      failure: { kind: 'unmet-requirement', requirement: 'x>=1', available: null },
      inputs: null,
    }).help,
  ).toBe('an upstream index that has it, or upload its sdist');
});

test('a build that has not ended says what it waits for', () => {
  const on = { release: release('lxml', '5.3.0'), target: trixie.name, state: 'building' } as const;
  const waiting = { name: 'waiting', on: 12 as BuildId, reason: 'answer' } as const;
  expect(explain(waiting, { waitsOn: on })).toMatchObject({
    cause: 'its wheel may be that of build 12, lxml 5.3.0 on debian-13-cp313-amd64, which is building',
    help: 'the end of build 12: wheelyard show 12',
  });
  expect(explain({ name: 'queued', attempt: null }).cause).toBe('4 attempts of linux/amd64 are queued');
  expect(
    explain({ name: 'queued', attempt: null }, { queue: { ...around.queue, workers: 0 } }),
  ).toMatchObject({
    cause: 'no worker of linux/amd64 is there',
    help: 'a worker of that platform: wheelyard work',
  });
  expect(explain({ name: 'building', attempt: '17.2' as AttemptId }).help).toContain(
    'wheelyard logs --follow 17',
  );
});

test('every state is told in one line a sentence', () => {
  const wheel = sha256Of('wheel');
  const states: readonly BuildState[] = [
    { name: 'queued', attempt: null },
    { name: 'waiting', on: 1 as BuildId, reason: 'requirement' },
    { name: 'building', attempt: '17.1' as AttemptId },
    { name: 'verifying', attempt: '17.1' as AttemptId, wheel },
    { name: 'publishing', wheel },
    { name: 'succeeded', wheel, filename: 'x.whl', answeredBy: null, degradation: null, rebuilt: null },
    { name: 'failed', failure: { kind: 'no-wheel' }, inputs: null },
    { name: 'blocked', rule: 'requires Python >=3.12' },
    { name: 'cancelled', by: 'anna' },
  ];
  for (const state of states) {
    const { state: stands, cause, help } = explain(state);
    expect(stands).toContain(state.name);
    for (const sentence of [cause, help]) expect(sentence).toMatch(/^[^\n]+$/);
  }
});

test('what was never asked for says how to ask', () => {
  const { project, version } = release('lxml', '5.3.0');
  const target = bookworm.name;
  expect(explainNever({ project, version: null, target })).toEqual({
    state: 'no build of lxml on debian-12-cp311-amd64',
    cause: 'never asked for',
    line: null,
    help: 'wheelyard build lxml==VERSION --target debian-12-cp311-amd64, or with the path of its sdist',
  });
  expect(explainNever({ project, version, target }).help).toContain('wheelyard build lxml==5.3.0 ');
});
