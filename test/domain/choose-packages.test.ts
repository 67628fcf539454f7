import { describe, expect, it } from 'vitest';
import { choosePackages, type Knowledge, type Try } from '../../src/domain/choose-packages.ts';
import type { Failure } from '../../src/domain/failure.ts';
import type { Because, FoundPackage } from '../../src/domain/found-package.ts';
import type { Missing } from '../../src/domain/missing.ts';

const header = (name: string): Missing => ({ kind: 'header', name });
const lacks = (name: string): Failure => ({ kind: 'missing-header', header: name, line: `${name} missing` });
const compileError: Failure = { kind: 'compile-error', file: 'a.c', message: 'no', line: 'a.c:1: error: no' };
const found = (name: string, wants: Missing, because: Because = 'diagnosis'): FoundPackage => ({
  package: name,
  wants,
  because,
});
const failed = (failure: Failure, rest: Partial<Try> = {}): Try => ({
  found: [],
  missing: [],
  failure,
  ...rest,
});
const namesOf = (packages: readonly FoundPackage[] | null): readonly string[] | null =>
  packages?.map((each) => each.package) ?? null;

const providers: Readonly<Record<string, readonly string[]>> = {
  'yaml.h': ['libyaml-dev'],
  'db.h': ['libdb5.3-dev', 'libdb-sql-dev'],
  'zlib.h': ['zlib1g-dev'],
};
const knowledge = (more: Partial<Knowledge> = {}): Knowledge => ({
  candidates: ({ name }) => providers[name] ?? [],
  hinted: [],
  distribution: [],
  ...more,
});

describe('the OS packages of the next attempt', () => {
  it('are the best candidate for what the failure names', () => {
    expect(choosePackages([failed(lacks('yaml.h'))], knowledge())).toEqual([
      found('libyaml-dev', header('yaml.h')),
    ]);
  });

  it('are those of everything that was missing at once, the cause first', () => {
    const first = failed(lacks('yaml.h'), { missing: [header('yaml.h'), header('zlib.h')] });
    expect(namesOf(choosePackages([first], knowledge()))).toEqual(['libyaml-dev', 'zlib1g-dev']);
  });

  it('keep what helped when the next thing is missing', () => {
    const second = failed(lacks('zlib.h'), { found: [found('libyaml-dev', header('yaml.h'))] });
    const names = namesOf(choosePackages([failed(lacks('yaml.h')), second], knowledge()));
    expect(names).toEqual(['libyaml-dev', 'zlib1g-dev']);
  });

  it('are the runner-up, without the first choice, when the thing is missing all the same', () => {
    const second = failed(lacks('db.h'), { found: [found('libdb5.3-dev', header('db.h'))] });
    expect(namesOf(choosePackages([failed(lacks('db.h')), second], knowledge()))).toEqual(['libdb-sql-dev']);
  });

  it('never are a set that was tried', () => {
    const tries = [
      failed(lacks('yaml.h')),
      failed(lacks('yaml.h'), { found: [found('libyaml-dev', header('yaml.h'))] }),
    ];
    expect(choosePackages(tries, knowledge())).toBeNull();
  });

  it('are what the archive hints at, then what the distribution builds it with, where no failure names a thing', () => {
    const hint = found('libfoo-dev', header('foo.h'), 'hint');
    const debian = found('libbar-dev', { kind: 'words', name: 'libbar-dev' }, 'distribution');
    const known = knowledge({ hinted: [hint], distribution: [debian] });
    const first = failed(compileError);
    expect(namesOf(choosePackages([first], known))).toEqual(['libfoo-dev']);
    const second = failed(compileError, { found: [hint] });
    expect(namesOf(choosePackages([first, second], known))).toEqual(['libfoo-dev', 'libbar-dev']);
  });

  it('are without the guesses at last, when a build fails with them for another reason', () => {
    const hint = found('libfoo-dev', header('foo.h'), 'hint');
    const only = failed(compileError, { found: [hint] });
    expect(choosePackages([only], knowledge({ hinted: [hint] }))).toEqual([]);
  });

  it('are another provider of the newest choice when the build then fails otherwise', () => {
    const second = failed(compileError, { found: [found('libdb5.3-dev', header('db.h'))] });
    expect(namesOf(choosePackages([failed(lacks('db.h')), second], knowledge()))).toEqual(['libdb-sql-dev']);
  });

  it('are not sought on for a failure that names nothing and came again with other packages', () => {
    const hint = found('libfoo-dev', header('foo.h'), 'hint');
    const debian = found('libbar-dev', { kind: 'words', name: 'libbar-dev' }, 'distribution');
    const known = knowledge({ hinted: [hint], distribution: [debian] });
    const tries = [failed(compileError, { found: [hint] }), failed(compileError, { found: [hint, debian] })];
    const swapped = failed(compileError, { found: [hint, debian, found('libyaml-dev', header('yaml.h'))] });
    expect(namesOf(choosePackages([...tries, swapped], known))).toEqual(['libyaml-dev']);
    const bare = failed(compileError, { found: [found('libyaml-dev', header('yaml.h'))] });
    expect(choosePackages([...tries, swapped, bare], known)).toBeNull();
  });

  it('leave out what the package manager does not have', () => {
    const tries = [
      failed(lacks('db.h')),
      failed(
        { kind: 'no-such-os-package', packages: ['libdb5.3-dev'] },
        { found: [found('libdb5.3-dev', header('db.h'))], missing: [header('db.h')] },
      ),
    ];
    expect(namesOf(choosePackages(tries, knowledge()))).toEqual(['libdb-sql-dev']);
  });

  it('leave out what was chosen last of those that do not go together', () => {
    const hint = found('libdb5.3-dev', header('db.h'), 'hint');
    const zlib = found('zlib1g-dev', header('zlib.h'));
    const conflict: Failure = { kind: 'os-package-conflict', packages: ['libdb5.3-dev', 'zlib1g-dev'] };
    const tries = [failed(conflict, { found: [hint, zlib] })];
    expect(namesOf(choosePackages(tries, knowledge()))).toEqual(['libdb5.3-dev']);
  });

  it('are sought for a wheel without its extension, but nothing is taken away for it', () => {
    const hint = found('libfoo-dev', header('foo.h'), 'hint');
    const first: Try = { found: [], failure: null, missing: [header('yaml.h')] };
    expect(namesOf(choosePackages([first], knowledge()))).toEqual(['libyaml-dev']);
    const second: Try = { found: [hint], failure: null, missing: [] };
    expect(choosePackages([second], knowledge({ hinted: [hint] }))).toBeNull();
  });

  it('are not sought for a failure that no package mends', () => {
    const outOfMemory: Failure = { kind: 'out-of-memory', limitBytes: 1 };
    expect(choosePackages([failed(outOfMemory, { missing: [header('yaml.h')] })], knowledge())).toBeNull();
    expect(choosePackages([], knowledge())).toBeNull();
  });
});
