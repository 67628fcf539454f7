import * as fc from 'fast-check';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultSdistLimits } from '../../src/python/archive-limits.ts';
import { parseArchivePath } from '../../src/python/archive-path.ts';

const parse = (name: string): ReturnType<typeof parseArchivePath> =>
  parseArchivePath(name, defaultSdistLimits);

describe('the path of a member', () => {
  test.each([
    ['pkg-1.0/setup.py', ['pkg-1.0', 'setup.py']],
    ['./pkg-1.0//a/./b/', ['pkg-1.0', 'a', 'b']],
    ['./', []],
    ['pkg/na\u00efve \u6f22.txt', ['pkg', 'na\u00efve \u6f22.txt']],
    ['pkg/...', ['pkg', '...']],
  ])('%j is taken apart', (name, components) => {
    expect(parse(name)).toEqual({ ok: true, value: components });
  });

  test.each([
    ['/etc/passwd', 'absolute'],
    ['C:\\Windows', 'absolute'],
    ['pkg/../../etc/passwd', 'parent'],
    ['..', 'parent'],
    ['pkg/..', 'parent'],
    ['pkg/a\0b', 'not-text'],
    ['pkg/a\u001b[2Jb', 'not-text'],
    ['pkg/\ufffd', 'not-text'],
    ['pkg/\ud800', 'not-text'],
    [`pkg/${'a'.repeat(256)}`, 'too-long'],
    [`pkg/${'\u00e9'.repeat(128)}`, 'too-long'],
    ['a/'.repeat(129), 'too-long'],
    ['ab/'.repeat(1400), 'too-long'],
  ])('%j is refused as %s', (name, problem) => {
    expect(parse(name)).toEqual({ ok: false, problem });
  });

  test('whatever is taken stays below the folder that it is unpacked into', () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '', '/', 'a', '\\', 'C:'), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const parsed = parse(parts.join('/'));
        if (!parsed.ok) return;
        const place = posix.resolve('/unpack', ...parsed.value);
        expect(place === '/unpack' || place.startsWith('/unpack/')).toBe(true);
        expect(place).toBe(posix.resolve('/unpack', parts.join('/')));
      }),
    );
  });
});
