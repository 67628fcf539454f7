import { expect, test } from 'vitest';
import { fingerprintInputs, type BuildInputs } from '../../src/domain/build-inputs.ts';
import { memoryOfNextAttempt, pauseAfter, retryPolicyOf } from '../../src/domain/retry-policy.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { Recipe } from '../../src/domain/recipe.ts';
import { release } from './examples.ts';

test('policy reads the failure: the farm takes its own faults on itself, memory is tried twice, the rest waits for a change', () => {
  expect(retryPolicyOf({ kind: 'worker-lost', times: 4 })).toBe('later');
  expect(retryPolicyOf({ kind: 'out-of-memory', limitBytes: 1 })).toBe('once-with-more-memory');
  expect(retryPolicyOf({ kind: 'no-wheel' })).toBe('when-an-input-changes');
});

test.each([
  ['the usual at first', [], 100, 1000],
  ['twice as much after the usual ran out', [100], 200, 1000],
  ['never four times as much', [100, 200], 200, 1000],
  ['the usual where no host may give twice as much', [100], 100, 199],
  ['the usual when less ran out, before a recipe raised it', [50], 100, 1000],
])('a build gets %s', (_case, ranOut, bytes, mostBytes) => {
  expect(memoryOfNextAttempt({ usualBytes: 100, ranOut, mostBytes })).toBe(bytes);
});

test('a build that loses workers rests for minutes, then for longer and longer, at most for a day', () => {
  const minutes = [0, 1, 4, 100].map((attempts) => pauseAfter(attempts) / 60_000);
  expect(minutes).toEqual([5, 10, 80, 24 * 60]);
});

test('a build has other inputs with another image or recipe, and the same when a recipe only has a better reason', () => {
  const recipe: Recipe = {
    project: release('demo', '1').project,
    reason: 'It needs libyaml.',
    systemPackages: { debian: ['libyaml-dev'] },
    environment: {},
    configSettings: {},
    patches: [],
    limits: {},
    smokeImports: [],
  };
  const inputs: BuildInputs = {
    sdist: sha256Of('sdist'),
    image: sha256Of('image'),
    recipe,
    learned: [],
    hasFileIndex: true,
  };
  const before = fingerprintInputs(inputs);
  const changed: readonly BuildInputs[] = [
    { ...inputs, image: sha256Of('new image') },
    { ...inputs, recipe: null },
    { ...inputs, recipe: { ...recipe, environment: { WORD: 'yes' } } },
    { ...inputs, hasFileIndex: false },
  ];
  for (const other of changed) expect(fingerprintInputs(other)).not.toBe(before);
  expect(fingerprintInputs({ ...inputs, recipe: { ...recipe, reason: 'It reads YAML.' } })).toBe(before);
});
