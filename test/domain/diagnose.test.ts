import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/domain/diagnose.ts';
import { defaultLimits } from '../../src/domain/limits.ts';

const context = { exitCode: 1, limits: defaultLimits };
const diagnoseText = (text: string) => diagnose(text.split('\n'), context).failure;

describe('which of several lines is the cause', () => {
  test('the missing header counts, not the wrapper that says a command failed, nor what pip says of it', () => {
    const log = `  creating build
  gcc -c lzomodule.c
  lzomodule.c:38:10: fatal error: lzo/lzo1.h: No such file or directory
     38 | #include <lzo/lzo1.h>
  compilation terminated.
  error: command '/usr/bin/x86_64-linux-gnu-gcc' failed with exit code 1
  error: subprocess-exited-with-error
  × Building wheel for python-lzo (pyproject.toml) did not run successfully.
  │ exit code: 1
  ╰─> See above for output.
  note: This error originates from a subprocess, and is likely not a problem with pip.
  ERROR: Failed building wheel for python-lzo
ERROR: Failed to build one or more wheels`;
    expect(diagnoseText(log)).toMatchObject({ kind: 'missing-header', header: 'lzo/lzo1.h' });
  });

  test('an optional probe that fails first is not the cause', () => {
    const log = `/tmp/probe.c:1:10: fatal error: lzo/lzo1x.h: No such file or directory
compilation terminated.
going on without LZO
src/tables.c:9:10: fatal error: blosc2.h: No such file or directory
error: command 'gcc' failed with exit code 1`;
    expect(diagnoseText(log)).toMatchObject({ kind: 'missing-header', header: 'blosc2.h' });
  });

  test('a probe far before an error in prose is not its cause', () => {
    const log = `probe.c:1:10: fatal error: lzo.h: No such file or directory\n${'compiling\n'.repeat(500)}RuntimeError: the moon is wrong`;
    expect(diagnoseText(log)).toMatchObject({
      kind: 'backend-error',
      message: 'RuntimeError: the moon is wrong',
    });
  });

  test('a compiler that stumbles on is quoted with its first error', () => {
    const log = `a.c:1:1: error: unknown type name 'foo'
a.c:2:1: error: expected ';'
a.c:9:1: error: too many errors
error: command 'gcc' failed with exit code 1`;
    expect(diagnoseText(log)).toMatchObject({ kind: 'compile-error', message: "unknown type name 'foo'" });
  });

  test('a compiler that stumbles on in what a file includes is quoted with its first error', () => {
    const log = `gcc -O2 -c src/a.c -o a.o
src/a.c:103:2: error: #error Your SQLite version is too old.
src/constants.c:206:46: error: 'X' undeclared
error: command 'gcc' failed with exit code 1`;
    expect(diagnoseText(log)).toMatchObject({
      file: 'src/a.c',
      message: '#error Your SQLite version is too old.',
    });
  });

  test('the last compiler that fails is the one that counts, for one before may only have been a probe', () => {
    const log = `gcc -O2 -c probe.c -o probe.o
probe.c:1:1: error: no such thing
x86_64-linux-gnu-gcc -O2 -c src/b.c -o b.o
src/b.c:3:1: error: 'Y' undeclared
error: command 'gcc' failed with exit code 1`;
    expect(diagnoseText(log)).toMatchObject({ kind: 'compile-error', file: 'src/b.c' });
  });

  test('a full disk wins over the errors that it causes', () => {
    const log = `/tmp/ccX.s: No space left on device
a.c:1:1: error: unable to write
error: command 'gcc' failed with exit code 1`;
    expect(diagnoseText(log)).toMatchObject({ kind: 'out-of-disk' });
  });

  test('a missing library is named, although the linker sums up in general words', () => {
    const log = `/usr/bin/ld: cannot find -lzoo\ncollect2: error: ld returned 1 exit status\nerror: command 'g++' failed with exit code 1`;
    expect(diagnoseText(log)).toMatchObject({ kind: 'missing-library', library: 'zoo' });
  });

  test('the host is found where the download was announced', () => {
    const log = `downloading http://files.example.com/data.json\nTraceback (most recent call last):\n${'  frame\n'.repeat(60)}urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>`;
    expect(diagnoseText(log)).toMatchObject({ kind: 'needs-network', host: 'files.example.com' });
  });

  test('colours do not hide an error', () => {
    expect(
      diagnoseText(
        '\u001b[01m\u001b[Kx.c:1:10:\u001b[m\u001b[K \u001b[31mfatal error: \u001b[mzoo.h: No such file or directory',
      ),
    ).toMatchObject({
      kind: 'missing-header',
      header: 'zoo.h',
    });
  });

  test('no output at all is said to be that', () => {
    expect(diagnose([], { ...context, exitCode: 3 }).failure).toEqual({
      kind: 'unknown',
      exitCode: 3,
      line: 'no output',
    });
  });
});

const hostile = [
  'a',
  'a.',
  'a-',
  'A.',
  '/',
  ' ',
  ':',
  'a:',
  "'",
  '[',
  '_',
  '::1',
  'sh: ',
  'error',
  'https://',
  'fetch ',
  "Package '",
  '1:1: ',
].concat([
  'Package requirements (a',
  "DistutilsError: Command '[ 'a==",
  'Error: ',
  '\u001b[',
  'requirement a (',
  "pkg-config package '",
]);

test('lines made to stall a pattern are read in no time, and quoted within bounds', () => {
  for (const part of hostile) {
    const line = part.repeat(Math.ceil(16_384 / part.length));
    const start = performance.now();
    const failure = diagnose([line, line, line, line, line], context);
    // A pattern that goes back and forth takes seconds here.
    expect({ part, slow: performance.now() - start > 500 }).toEqual({ part, slow: false });
    expect(JSON.stringify(failure).length).toBeLessThan(4000);
  }
});
