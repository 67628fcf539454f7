import { expect, test } from 'vitest';
import { whatLacked } from '../../src/domain/diagnose.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { renderMissing } from '../../src/domain/missing.ts';
import { readBuildLog } from '../../src/domain/read-build-log.ts';

const read = (log: string) => readBuildLog(log.split('\n'), defaultLimits);

/** What builds print that end well without an extension which they meant to have. */
const logs: readonly [
  project: string,
  log: string,
  skipped: readonly string[],
  missing: readonly string[],
][] = [
  [
    'pyyaml',
    `building 'yaml._yaml' extension
x86_64-linux-gnu-gcc -Wall -I/usr/include/python3.11 -c yaml/_yaml.c -o build/yaml/_yaml.o
yaml/_yaml.c:570:10: fatal error: yaml.h: No such file or directory
compilation terminated.
WARNING: building extension "yaml._yaml" failed: command '/usr/bin/x86_64-linux-gnu-gcc' failed with exit code 1
Successfully built PyYAML`,
    ['yaml._yaml'],
    ['header yaml.h'],
  ],
  [
    'markupsafe',
    `building 'markupsafe._speedups' extension
unable to execute 'x86_64-linux-gnu-gcc': No such file or directory
==========================================================================
WARNING: The C extension could not be compiled, speedups are not enabled.
Failure information, if any, is above.
Retrying the build without the C extension now.
WARNING: The C extension could not be compiled, speedups are not enabled.
Plain-Python build succeeded.`,
    ['markupsafe._speedups'],
    ['program x86_64-linux-gnu-gcc'],
  ],
  [
    'peewee',
    `/tmp/tmp_pw_sqlite3_ozwwkeiu/test_pw_sqlite3.c:1:10: fatal error: sqlite3.h: No such file or directory
    1 | #include <sqlite3.h>
compilation terminated.
/tmp/x/setup.py:110: UserWarning: Could not find libsqlite3, SQLite extensions will not be built.
running bdist_wheel`,
    ['SQLite'],
    ['header sqlite3.h', 'libsqlite3'],
  ],
  [
    'pymongo',
    `WARNING: The bson._cbson extension module could not be compiled. No C extensions are essential for PyMongo to run`,
    ['bson._cbson'],
    [],
  ],
  [
    'shapely',
    `WARNING:setup.py:The C extension could not be compiled, speedups are not enabled.`,
    ['C extension'],
    [],
  ],
  [
    'coverage',
    `building 'coverage.tracer' extension
coverage/tracer.c:3:20: fatal error: Python.h: No such file or directory
** Couldn't install with extension module, trying without it...`,
    ['coverage.tracer'],
    ['header Python.h'],
  ],
  [
    'one whose extension was there already',
    `skipping 'src/zoo.c' Cython extension (up-to-date)
building 'zoo._zoo' extension
gcc -shared zoo.o -o zoo.so`,
    [],
    [],
  ],
];

test.each(logs)('%s: what was left out, and what it wanted, is seen in a build that went well', (...row) => {
  const [, log, skipped, missing] = row;
  const reading = read(log);
  expect(reading.skippedExtensions).toEqual(skipped);
  expect(whatLacked(reading, null).map(renderMissing)).toEqual(missing);
});

test('what a long log holds of lacks and names is bounded', () => {
  const lines = Array.from({ length: 3000 }, (_, index) => [
    `building extension "zoo._${index}" failed: command 'gcc' failed with exit code 1`,
    `a.c:1:10: fatal error: zoo${index}.h: No such file or directory`,
  ]).flat();
  const reading = readBuildLog(lines, defaultLimits);
  expect(reading.skippedExtensions).toHaveLength(40);
  expect(whatLacked(reading, null)).toHaveLength(40);
  expect(whatLacked(reading, null)[0]).toEqual({ kind: 'header', name: 'zoo2999.h' });
});
