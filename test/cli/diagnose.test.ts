import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonLines, runCli } from './run-cli.ts';

const log = `building 'yaml._yaml' extension
yaml/_yaml.c:2:10: fatal error: yaml.h: No such file or directory
WARNING: building extension "yaml._yaml" failed: command 'gcc' failed with exit code 1
Package glib-2.0 was not found in the pkg-config search path.
\u001b[31mzoo.c:1:10: fatal error: zoo\u202e.h: No such file or directory
lzo.c:1:10: fatal error: lzo/lzo1.h: No such file or directory
error: command 'gcc' failed with exit code 1
`;

const given = (text: string) => ({ openInput: () => new Blob([text]).stream() });

test('a log on standard input is named with the line that it rests on and all that it lacks', async () => {
  const { code, stdout, stderr } = await runCli(['diagnose', '-'], given(log));
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.split('\n')).toEqual([
    'missing-header',
    '  failure  missing header: lzo/lzo1.h',
    '  line     lzo.c:1:10: fatal error: lzo/lzo1.h: No such file or directory',
    '  missing  header lzo/lzo1.h, header yaml.h, pkg-config module glib-2.0',
    '  skipped  yaml._yaml',
    '',
  ]);
});

test('a log in a file is read, and --json says the same as data', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'diagnose-'));
  const path = join(folder.path, 'log');
  await writeFile(path, log);
  const { code, stdout } = await runCli(['diagnose', path, '--json']);
  expect(code).toBe(0);
  expect(jsonLines(stdout)).toEqual([
    expect.objectContaining({
      failure: expect.objectContaining({ kind: 'missing-header', header: 'lzo/lzo1.h' }),
      explanation: 'missing header: lzo/lzo1.h',
      skippedExtensions: ['yaml._yaml'],
    }),
  ]);
});

test('a file that is not there is wrong usage', async () => {
  const { code, stdout, stderr } = await runCli(['diagnose', '/nowhere/log']);
  expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining('/nowhere/log')]);
});

test('of a log longer than memory should hold the end is read', async () => {
  const line = `${'x'.repeat(1023)}\n`;
  const text = `${line.repeat(40 * 1024)}lzo.c:1:10: fatal error: lzo.h: No such file or directory\n`;
  const { code, stdout, stderr } = await runCli(['diagnose', '-'], given(text));
  expect([code, stdout.split('\n')[0]]).toEqual([0, 'missing-header']);
  expect(stderr).toMatch(/first \d+ lines were left out/);
});
