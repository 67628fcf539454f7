import { compare } from '@renovatebot/pep440';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersions } from '../../src/domain/release.ts';

const part = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 20_250_101 }));
const plain = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.'));
const suffix = fc.constantFrom('', '', '', 'rc1', '.post1', '.dev3', 'a2', '+local.1');
const version = fc.tuple(plain, suffix).map(([numbers, end]) => `${numbers}${end}`);

test('versions are ordered as PEP 440 says, plain ones, too, which are compared by a short way', () => {
  fc.assert(
    fc.property(version, version, (one, other) => {
      expect(Math.sign(compareVersions(one, other))).toBe(Math.sign(compare(one, other)));
    }),
  );
});
