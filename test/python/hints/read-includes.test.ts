import { expect, test } from 'vitest';
import { spentMilliseconds } from '../../spent-milliseconds.ts';
import { readIncludes } from '../../../src/python/hints/read-includes.ts';

/** `<x>` for sure, `<x>?` under a condition that is open. */
const read = (source: string): readonly string[] =>
  readIncludes(source).map(({ name, form, isConditional }) => {
    const shown = form === 'angle' ? `<${name}>` : `"${name}"`;
    return isConditional ? `${shown}?` : shown;
  });

test.each([
  ['plain ones in both forms', '#include <a/b.h>\n  #  include "c.h" /* why */\r\n', ['<a/b.h>', '"c.h"']],
  ['none of a macro, nor within a line', '#include HEADER\nx #include <no.h>\n', []],
  ['one behind an include guard', '#ifndef A_H\n#define A_H\n#include <a.h>\n#endif', ['<a.h>']],
  ['none of Windows', '#if defined(_WIN32)\n#include <w.h>\n#endif\n#include <a.h>', ['<a.h>']],
  [
    'the other branch of Windows',
    '#ifdef _MSC_VER\n#include <w.h>\n#else\n#include <a.h>\n#endif',
    ['<a.h>'],
  ],
  ['one that Windows lacks', '#ifndef _WIN32\n#include <a.h>\n#else\n#include <w.h>\n#endif', ['<a.h>']],
  ['one of Linux', '#if defined(__linux__)\n#include <l.h>\n#elif X\n#include <x.h>\n#endif', ['<l.h>']],
  [
    'the last branch after two other systems',
    '#if _WIN32\n#include <w.h>\n#elif defined __APPLE__\n#include <m.h>\n#else\n#include <a.h>\n#endif',
    ['<a.h>'],
  ],
  [
    'none that is switched off',
    '#if 0\n#include <o.h>\n#if X\n#include <p.h>\n#endif\n#endif\n#include <a.h>',
    ['<a.h>'],
  ],
  ['one of an option, as conditional', '#ifdef HAVE_A\n#include <a.h>\n#endif', ['<a.h>?']],
  [
    'both branches of an option',
    '#if X > 1\n#include <a.h>\n#else\n#include <b.h>\n#endif',
    ['<a.h>?', '<b.h>?'],
  ],
  ['one after a lost #endif', '#endif\n#else\n#include <a.h>', ['<a.h>']],
  [
    "one of C within Python's quotes",
    'ffi.set_source("_x", """#include <a.h>\n  #include <b.h>\n""")',
    ['<a.h>', '<b.h>'],
  ],
] as const)('from a C source is read: %s', (_title, source, expected) => {
  expect(read(source)).toEqual(expected);
});

test.each([
  ['one line of number signs', '#'.repeat(200_000)],
  ['blanks before each directive', `${' '.repeat(1000)}#include <\n`.repeat(200)],
  ['nesting without an end', '#if X\n'.repeat(30_000)],
  ['includes without an end', '#include <a.h>\n'.repeat(10_000)],
  ['an include of one long line', `#include <${'a'.repeat(200_000)}`],
  ['conditions that mention everything', `#if ${'!defined(_WIN32) || '.repeat(9_000)}\n`],
])('%s cost no more than a look', (_title, source) => {
  expect(readIncludes(source).length).toBeLessThanOrEqual(500);
  expect(spentMilliseconds(() => readIncludes(source))).toBeLessThan(500);
});
