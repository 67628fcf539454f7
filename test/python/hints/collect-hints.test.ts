import { expect, test } from 'vitest';
import { spentMilliseconds } from '../../spent-milliseconds.ts';
import { renderMissing } from '../../../src/domain/missing.ts';
import { openHintCollector } from '../../../src/python/hints/collect-hints.ts';
import { readExternalHints } from '../../../src/python/hints/read-external-hints.ts';

type External = Parameters<typeof readExternalHints>[0];

function hintsOf(
  files: Readonly<Record<string, string>>,
  external: External = { build: [], host: [] },
): readonly string[] {
  const collector = openHintCollector();
  for (const [path, content] of Object.entries(files)) {
    const components = path.split('/');
    const bytes = Buffer.from(content).subarray(0, collector.wantedBytes(components));
    collector.read(components, bytes);
  }
  return collector.finish(readExternalHints(external)).map(renderMissing);
}

test.each([
  ['setup.py', 'e = Extension("x", libraries=["yaml", \'m\'])', ['library yaml']],
  ['setup.py', 'ext.libraries.append("usb-1.0")\nlibraries = [name]', ['library usb-1.0']],
  ['setup.py', 'extra_link_args=["-lfoo", "-O2", "x-lno"]', ['library foo']],
  ['setup.py', '# libraries=["no"]\n', []],
  ['setup.py', 'pkgconfig.parse("libfoo-1.0")', ['pkg-config module libfoo-1.0']],
  ['setup.py', 'pkgconfig.exists(\n  "libfoo >= 1.2")', ['pkg-config module libfoo']],
  ['setup.py', 'pkg_config("smbclient", "--cflags")', ['pkg-config module smbclient']],
  ['setup.py', 'run(["pkg-config", "--cflags", "libpcsclite"])', ['pkg-config module libpcsclite']],
  [
    'setup.py',
    "os.popen('pkg-config --libs fuse3 cairo')",
    ['pkg-config module fuse3', 'pkg-config module cairo'],
  ],
  [
    'setup.py',
    'usb_pkgconfig = "libusb-1.0 >= 1.0.9"\npkg_config = "pkg-config"',
    ['pkg-config module libusb-1.0'],
  ],
  ['setup.cfg', 'console_scripts =\n  pylint-config = pylint:run', []],
  ['pkg/build_ext.py', "find_executable('swig')", []],
  ['buildconfig/config_unix.py', "Dependency('SDL', 'sdl2-config')", ['program sdl2-config']],
  ['setup.py', "run('git describe -long -latest')", []],
  ['setup.py', 'print("pkg-config could not be found, falling back")', []],
  ['setup.py', 'check_output(["pkg-config", "--libs", name])', []],
  [
    'setup.py',
    "call(['mysql_config', '--libs']); x = 'pg_config'; y = 'my_config'",
    ['program mysql_config', 'program pg_config'],
  ],
  ['setup.py', 'os.popen("net-snmp-config --libs")', ['program net-snmp-config']],
  ['setup.py', "Extension('_x', ['x.i'], swig_opts=['-modern'])", ['program swig']],
  ['setup.py', "if not self.has_header(['fftw3.h']): stop()", ['header fftw3.h']],
  ['pkg/helper.py', 'libraries=["no"]', []],
  [
    'src/_foo_build.py',
    'ffi.set_source("_foo", """\n#include <foo/bar.h>\n""", libraries=["foo"])',
    ['header foo/bar.h', 'library foo'],
  ],
  [
    'x.pyx',
    'cdef extern from "gmp.h" nogil:\n  pass\ncdef extern from *:\ncdef extern from \'<mpfr.h>\':',
    ['header gmp.h', 'header mpfr.h'],
  ],
  [
    'meson.build',
    "dependency('glib-2.0', version: '>= 2',\n  required: false)\ndependency('fuse3')\n# dependency('no')",
    ['pkg-config module fuse3', 'pkg-config module glib-2.0'],
  ],
  [
    'meson.build',
    "cc.find_library('z3', required : get_option('x'))\nfind_program('bison')\npy.dependency()",
    ['program bison', 'library z3'],
  ],
  [
    'CMakeLists.txt',
    'find_package(Python 3 REQUIRED)\nFIND_PACKAGE(BZip2)\nfind_package (HDF5 1.8 REQUIRED)',
    ['CMake package HDF5', 'CMake package BZip2'],
  ],
  [
    'CMakeLists.txt',
    'pkg_check_modules(FOO REQUIRED IMPORTED_TARGET foo>=1.2)\nfind_library(BAR NAMES bar bar2 PATHS /x ${Y})',
    ['pkg-config module foo', 'library bar', 'library bar2'],
  ],
  [
    'configure.ac',
    'dnl AC_CHECK_LIB(no, x)\nAC_CHECK_LIB([ev], [f])\nPKG_CHECK_MODULES([A], [a-1 >= 2 b])\nAC_CHECK_HEADERS([stdio.h ev.h])',
    ['pkg-config module a-1', 'pkg-config module b', 'library ev', 'header ev.h'],
  ],
] as const)('%s: %s', (path, content, expected) => {
  expect(hintsOf({ [path]: content })).toEqual(expected);
});

test('a header is no hint when the archive, the toolchain or another system has it', () => {
  const includes = [
    '<stdio.h>',
    '<sys/stat.h>',
    '<linux/fs.h>',
    '<Python.h>',
    '<numpy/arrayobject.h>',
    '<vector>',
    '<immintrin.h>', // the toolchain's
    '<Windows.h>',
    '<sys/event.h>',
    '<CoreFoundation/CoreFoundation.h>', // other systems'
    '"own.h"',
    '<deep/own.h>',
    '"../inc/deep/own.h"',
    '"config.h"',
    '"made.h"',
    '"mod_api.h"', // its own, or made by it
    '<sys/acl.h>',
    '<own/deep.h>',
    '<Eigen/Dense>', // what is left
  ];
  const source = includes.map((name) => `#include ${name}\n`).join('');
  const files = { 'src/a.c': source, 'inc/deep/own.h': '', 'made.h.in': '' };
  expect(hintsOf(files)).toEqual(['header sys/acl.h', 'header own/deep.h', 'header Eigen/Dense']);
});

test('what the project declares comes first, then what its build needs, its sources, its linker options, and what is optional', () => {
  const files = {
    'third_party/x.c': '#include <carried.h>',
    'src/a.c': '#ifdef X\n#include <optional.h>\n#endif\n#include <used.h>',
    'setup.py': 'libraries=["linked"]',
    'meson.build': "dependency('required')",
  };
  const external = {
    build: ['dep:generic/cmake', 'virtual:compiler/c'],
    host: ['pkg:generic/libyaml@>=1', 'pkg:pypi/no'],
  };
  expect(hintsOf(files, external)).toEqual([
    'libyaml',
    'program cmake',
    'pkg-config module required',
    'header used.h',
    'library linked',
    'header carried.h',
    'header optional.h',
  ]);
});

test('tests, documents, examples and the sources of other systems give no hints', () => {
  const include = '#include <no.h>';
  expect(
    hintsOf({
      'tests/a.c': include,
      'docs/x/a.c': include,
      'Examples/a.c': include,
      'src/win32/a.c': include,
    }),
  ).toEqual([]);
});

test('a header of another system in the archive does not stand for the real one', () => {
  expect(hintsOf({ 'include/win/fftw3.h': '', 'src/a.c': '#include <fftw3.h>' })).toEqual(['header fftw3.h']);
});

test('a name is one hint, however often and however strongly it is named, and at most 100 are kept', () => {
  const many = Array.from({ length: 400 }, (_, index) => `#include <h${index % 200}.h>\n`).join('');
  const hints = hintsOf({ 'a.c': `#include "twice.h"\n${many}`, 'b.c': '#include <twice.h>' });
  expect(hints).toHaveLength(100);
  expect(new Set(hints).size).toBe(100);
});

test('only so much of each file, and of all of them, is read', () => {
  const collector = openHintCollector();
  const wanted: number[] = [];
  for (let index = 0; index < 200; index += 1) {
    const bytes = collector.wantedBytes([`${index}.c`]);
    wanted.push(bytes);
    collector.read([`${index}.c`], Buffer.alloc(bytes));
  }
  expect(wanted[0]).toBe(128 * 1024);
  expect(wanted.at(-1)).toBe(0);
});

test.each([
  ['setup.py', 'libraries=['.repeat(10_000)],
  ['setup.py', 'pkg-config '.repeat(11_000)],
  ['setup.py', `pkgconfig.x(${' '.repeat(100_000)}`],
  ['setup.py', '"'.repeat(120_000)],
  ['setup.py', ' -l'.repeat(40_000)],
  ['setup.py', `'${'a-config'.repeat(15_000)}`],
  ['x.pyx', `cdef${' extern from'.repeat(9_000)}`],
  ['meson.build', "dependency('".repeat(10_000)],
  ['meson.build', "dependency('a'\n".repeat(8_000)],
  ['CMakeLists.txt', 'find_package('.repeat(9_000)],
  ['configure.ac', 'AC_CHECK_LIB([['.repeat(8_000)],
  ['configure.ac', ' '.repeat(120_000)],
])('%s that is made to be slow to read costs no more than a look', (path, content) => {
  expect(spentMilliseconds(() => hintsOf({ [path]: content }))).toBeLessThan(500);
});
