import fc from 'fast-check';
import { expect, test } from 'vitest';
import { causeOf, longestCause } from '../../src/domain/failure-cause.ts';
import type { Failure } from '../../src/domain/failure.ts';

const line = 'of this build alone';

test.each<readonly [string, readonly [Failure, Failure]]>([
  [
    'missing-program:cargo',
    [
      { kind: 'missing-program', program: 'cargo', line },
      { kind: 'missing-program', program: 'cargo', line: 'of another' },
    ],
  ],
  [
    'unmet-requirement:flit-core',
    [
      { kind: 'unmet-requirement', requirement: 'flit_core >=3.2,<4', available: null },
      { kind: 'unmet-requirement', requirement: 'Flit.Core[x]>=2', available: '2.3' },
    ],
  ],
  [
    'out-of-memory',
    [
      { kind: 'out-of-memory', limitBytes: 1 },
      { kind: 'out-of-memory', limitBytes: 2 },
    ],
  ],
  [
    "compile-error:'PyThreadState' has no member named 'use_tracing'",
    [
      {
        kind: 'compile-error',
        file: 'a.c',
        message: "'PyThreadState' has no member named 'use_tracing'",
        line,
      },
      {
        kind: 'compile-error',
        file: 'src/b.c',
        message: '‘PyThreadState’ has no member named ‘use_tracing’',
        line,
      },
    ],
  ],
  [
    'unknown:make.sh: line N: cannot read conf.h',
    [
      {
        kind: 'unknown',
        exitCode: 1,
        line: '/work/src/a-1.0/make.sh: line 12: cannot read /work/tmp/x1/conf.h',
      },
      { kind: 'unknown', exitCode: 2, line: '/work/src/b-2/make.sh: line 9: cannot read /work/tmp/y/conf.h' },
    ],
  ],
  [
    'missing-dependency:libxml2,libxslt',
    [
      { kind: 'missing-dependency', names: ['libxslt', 'libxml2'], line },
      { kind: 'missing-dependency', names: ['libxml2', 'libxslt'], line: '' },
    ],
  ],
])('failures of the cause %s have it in common, whatever else differs', (key, failures) => {
  expect(failures.map((failure) => causeOf(failure).key)).toEqual([key, key]);
});

test('failures that are mended by different changes have different causes', () => {
  const failures: readonly Failure[] = [
    { kind: 'missing-header', header: 'yaml.h', line },
    { kind: 'missing-header', header: 'zlib.h', line },
    { kind: 'missing-library', library: 'yaml', line },
    { kind: 'missing-program', program: 'yaml', line },
    { kind: 'unknown', exitCode: 1, line: 'error: needs gtk+3.0' },
    { kind: 'unknown', exitCode: 1, line: 'error: needs gtk+4.0' },
  ];
  expect(new Set(failures.map((failure) => causeOf(failure).key)).size).toBe(failures.length);
});

test('a cause is one bounded line of whole characters, whatever a build has said', () => {
  const words = fc.string({ unit: 'binary', maxLength: 500 });
  fc.assert(
    fc.property(words, (text) => {
      const failures: readonly Failure[] = [
        { kind: 'missing-header', header: text, line: text },
        { kind: 'unmet-requirement', requirement: text, available: null },
        { kind: 'unknown', exitCode: null, line: text },
      ];
      for (const { key, sentence } of failures.map(causeOf)) {
        for (const said of [key, sentence]) {
          expect(said.length).toBeLessThanOrEqual(longestCause);
          expect(said).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
          expect(said.isWellFormed()).toBe(true);
        }
        expect(key).not.toBe('');
      }
    }),
  );
});

test('the sentence of a cause says what people know it by', () => {
  expect(causeOf({ kind: 'missing-program', program: 'cargo', line }).sentence).toBe(
    'missing program: cargo',
  );
  expect(causeOf({ kind: 'requirement-failed', requirement: 'Cython>=3', build: 4 }).sentence).toBe(
    'build requirement could not be built: cython',
  );
});
