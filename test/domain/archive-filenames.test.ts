import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderRelease } from '../../src/domain/release.ts';
import { parseSdistFilename } from '../../src/domain/sdist-filename.ts';
import { parseWheelFilename, parseWheelTags, renderWheelTag } from '../../src/domain/wheel-filename.ts';

const claimsOf = (filename: string): readonly string[] | null => {
  const parsed = parseSdistFilename(filename);
  return parsed.ok ? parsed.value.claims.map(renderRelease) : null;
};

describe('the name of a source archive', () => {
  test.each([
    ['PyYAML-6.0.2.tar.gz', ['pyyaml 6.0.2']],
    ['python-dateutil-2.9.0.post0.tgz', ['python-dateutil 2.9.0.post0']],
    ['zope.interface-7.2.zip', ['zope-interface 7.2']],
    ['foo-1.0-2.tar.xz', ['foo 1.0.post2', 'foo-1-0 2']],
    ['pyyaml_6.0.2.orig.tar.gz', []],
    ['python-tz_2025.2.orig.tar.xz', []],
    ['sources.tar.bz2', []],
  ])('%s claims %j', (filename, claims) => {
    expect(claimsOf(filename)).toEqual(claims);
  });

  test.each([
    '',
    '.tar.gz',
    '.hidden-1.0.tar.gz',
    'foo-1.0.tar',
    'foo-1.0.exe',
    'a/foo-1.0.tar.gz',
    '../foo-1.0.tar.gz',
    'a\\foo-1.0.tar.gz',
    'foo bar-1.0.tar.gz',
    'foo\n-1.0.tar.gz',
    'f\u00f6o-1.0.tar.gz',
    `${'a'.repeat(249)}.tar.gz`,
  ])('%j is none', (filename) => {
    expect(parseSdistFilename(filename).ok).toBe(false);
  });
});

describe('the name of a wheel', () => {
  test('a compressed tag set is taken apart', () => {
    const parsed = parseWheelFilename('Foo_Bar-1.0+local.1-2b-py2.py3-none-linux_x86_64.any.whl');
    expect(parsed).toEqual({
      ok: true,
      value: {
        release: { project: 'foo-bar', version: '1.0+local.1' },
        buildTag: '2b',
        tags: [
          { python: 'py2', abi: 'none', platform: 'linux_x86_64' },
          { python: 'py2', abi: 'none', platform: 'any' },
          { python: 'py3', abi: 'none', platform: 'linux_x86_64' },
          { python: 'py3', abi: 'none', platform: 'any' },
        ],
      },
    });
  });

  test.each([
    ['foo-1.0-py3-none-any.zip', 'does not end in .whl'],
    ['foo-1.0-py3-none.whl', 'five or six parts'],
    ['foo-1.0-x-py3-none-any.whl', 'build tag'],
    ['foo-latest-py3-none-any.whl', 'not a version'],
    ['_-1.0-py3-none-any.whl', 'not a project name'],
    ['foo-1.0-py3..py2-none-any.whl', 'tags'],
    [`foo-1.0-${'a.'.repeat(9)}a-${'a.'.repeat(9)}a-any.whl`, 'tags'],
    ['../foo-1.0-py3-none-any.whl', 'other characters'],
    [`${'f'.repeat(250)}-1.0-py3-none-any.whl`, 'longer than'],
  ])('%s is none', (filename, why) => {
    const parsed = parseWheelFilename(filename);
    expect(parsed.ok ? '' : parsed.problem).toContain(why);
  });

  test('what is written from parts is read back as these parts', () => {
    const part = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
    const set = fc.uniqueArray(part, { minLength: 1, maxLength: 3 });
    const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(_[a-z0-9]{1,5})?$/);
    const version = fc.tuple(fc.nat(2000), fc.nat(99)).map((numbers) => numbers.join('.'));
    fc.assert(
      fc.property(name, version, set, set, set, (name, version, pythons, abis, platforms) => {
        const tags = [pythons, abis, platforms].map((each) => each.join('.')).join('-');
        const parsed = parseWheelFilename(`${name}-${version}-${tags}.whl`);
        expect(parsed.ok && parsed.value.release).toEqual({ project: name.replaceAll('_', '-'), version });
        const written = pythons.flatMap((python) =>
          abis.flatMap((abi) => platforms.map((platform) => `${python}-${abi}-${platform}`)),
        );
        expect(parsed.ok && parsed.value.tags.map(renderWheelTag)).toEqual(written);
        expect(parseWheelTags(tags)).toEqual(parsed.ok && parsed.value.tags);
      }),
    );
  });

  test('no text makes either parser throw', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('.whl', '.tar.gz', ''), (text, ending) => {
        expect(() => [parseWheelFilename(text + ending), parseSdistFilename(text + ending)]).not.toThrow();
      }),
    );
  });
});
