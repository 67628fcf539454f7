import { expect, test } from 'vitest';
import { explainDegradation, findDegradation } from '../../src/domain/degradation.ts';
import { sdist, wheel } from './examples.ts';

const pure = wheel('py3-none-any');
const platform = wheel('cp311-cp311-linux_x86_64');
const compiled = wheel('cp311-cp311-linux_x86_64', { extensions: [{ path: 'pkg/_c.so', needed: [] }] });

const find = (of: {
  readonly sources: readonly string[];
  readonly wheel: typeof pure;
  readonly skipped?: readonly string[];
  readonly backend?: string;
}) =>
  findDegradation({
    sdist: sdist({
      nativeSources: of.sources,
      buildSystem: of.backend === undefined ? null : { requires: [], buildBackend: of.backend },
    }).facts,
    wheel: of.wheel,
    evidence: { skippedExtensions: of.skipped ?? [] },
  });

test.each([
  ['a wheel without sources to compile', { sources: [], wheel: pure }],
  ['a wheel with its extension', { sources: ['pkg/_c.c'], wheel: compiled }],
  ['a pure wheel beside build files alone', { sources: ['CMakeLists.txt', 'configure'], wheel: pure }],
  ['a pure wheel beside assembler alone', { sources: ['x/a.s', 'x/b.S', 'x/c.go'], wheel: pure }],
  [
    "a pure wheel beside Windows' launcher",
    { sources: ['launcher.c', 'bootloader/src/main.c'], wheel: pure },
  ],
  ['a pure wheel beside what is carried along', { sources: ['src/Vendor/x.c', 'tools/y.cpp'], wheel: pure }],
  [
    'a wheel of a backend that compiles nothing',
    { sources: ['x.c'], wheel: pure, backend: 'flit_core.buildapi' },
  ],
])('%s is not degraded', (_title, built) => {
  expect(find(built)).toBeNull();
});

test.each([
  ['a C file', 'pkg/_speedups.c'],
  ['Cython', 'pkg/_fast.pyx'],
  ['Rust', 'src/lib.rs'],
  ['C++', 'src/Demo.CPP'],
  ['Fortran', 'pkg/f.f90'],
  ['SWIG', 'pkg/d.i'],
])('a pure wheel of %s may have lost its extension', (_title, source) => {
  expect(find({ sources: ['README.s', source], wheel: pure })).toEqual({
    kind: 'no-extension',
    wheel: 'pure',
    sources: [source],
  });
});

test('a wheel whose tag promises an extension and that holds none has lost it', () => {
  expect(find({ sources: ['yaml/_yaml.pyx'], wheel: platform })).toMatchObject({ wheel: 'platform' });
});

test('an extension that the log says was skipped counts though another one was made', () => {
  const found = find({ sources: ['a.c', 'b.c'], wheel: compiled, skipped: ['demo._b'] });
  expect(found).toEqual({ kind: 'skipped-extension', extensions: ['demo._b'] });
  expect(found && explainDegradation(found)).toContain('demo._b');
});

test('five sources are named, not all', () => {
  const sources = Array.from({ length: 50 }, (_, index) => `src/${index}.c`);
  const found = find({ sources, wheel: pure });
  expect(found).toMatchObject({ sources: sources.slice(0, 5) });
  expect(found && explainDegradation(found)).toContain('src/4.c');
});
