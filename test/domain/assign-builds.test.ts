import { expect, test } from 'vitest';
import { assignBuilds } from '../../src/domain/assign-builds.ts';
import { bookworm, bullseye, sdist, trixie } from './examples.ts';

const offered = [bullseye, bookworm, trixie];
const brief = (assigned: ReturnType<typeof assignBuilds>): readonly string[] =>
  assigned.map(({ target, start }) => `${target.name} ${start.kind}`);

test('a project with native sources is built on every wished target', () => {
  const native = sdist({ nativeSources: ['demo.c'] });
  expect(brief(assignBuilds(native, { wished: [trixie, bookworm], offered }))).toEqual([
    'debian-12-cp311-amd64 now',
    'debian-13-cp313-amd64 now',
  ]);
});

test('a pure project is built on the lowest target, wished or not, and the wished ones wait for its wheel', () => {
  expect(brief(assignBuilds(sdist(), { wished: [trixie, bookworm], offered }))).toEqual([
    'debian-11-cp39-amd64 now',
    'debian-12-cp311-amd64 after-first',
    'debian-13-cp313-amd64 after-first',
  ]);
});

test('the lowest target for a pure project is one whose Python the project allows', () => {
  const modern = sdist({ requiresPython: '>=3.11' });
  expect(brief(assignBuilds(modern, { wished: [trixie], offered }))).toEqual([
    'debian-12-cp311-amd64 now',
    'debian-13-cp313-amd64 after-first',
  ]);
});

test('a target whose Python the project refuses is blocked by that rule, not failed', () => {
  const modern = sdist({ requiresPython: '>=3.11', nativeSources: ['demo.c'] });
  const [built, blocked] = assignBuilds(modern, { wished: [bullseye, bookworm], offered });
  expect(built?.target.name).toBe('debian-12-cp311-amd64');
  expect(blocked?.start).toEqual({ kind: 'blocked', rule: 'requires Python >=3.11; the target has 3.9' });
});
