import { expect, test } from 'vitest';
import type { DoctorFinding, ServeOptions, WorkOptions } from '../../src/cli/surroundings.ts';
import { jsonLines, runCli } from './run-cli.ts';

test('the help lists every command and says what the exit codes mean', async () => {
  const { code, stdout } = await runCli(['--help']);
  expect(code).toBe(0);
  const farmCommands = ['up', 'serve', 'work', 'recipes', 'diagnose', 'doctor', 'token'];
  const buildCommands = ['build', 'builds', 'show', 'logs', 'retry', 'cancel', 'targets'];
  for (const name of [...farmCommands, ...buildCommands]) {
    expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  }
  expect(stdout).toContain('  130  interrupted\n');
  expect((await runCli(['--version'])).stdout).toBe('0.0.0\n');
});

function breakPipe(): void {
  throw new Error('write EPIPE');
}

test('who reads the help through a pipe that closes early sees no trace', async () => {
  expect(await runCli(['--help'], { onOutput: breakPipe })).toMatchObject({ code: 0, stderr: '' });
});

test.each([
  ['no command', []],
  ['an unknown command', ['biuld']],
  ['an unknown option', ['builds', '--all']],
  ['a build that is no number', ['show', 'lxml']],
  ['an attempt of another build', ['logs', '17', '--attempt', '18.1']],
  ['an attempt that is none', ['logs', '17', '--attempt', '2']],
  ['a state that is none', ['builds', '--state', 'done']],
  ['too long a list', ['builds', '--limit', '501']],
  ['an address that is none', ['builds', '--url', 'farm']],
  ['an address with a secret', ['builds', '--url', 'http://me:secret@farm/']],
  ['a token without a scope', ['token', 'create', '--name', 'ci']],
  ['a scope that is none', ['token', 'create', '--name', 'ci', '--scope', 'build,root']],
  ['a name that no token has', ['token', 'create', '--name', 'a/b', '--scope', 'build']],
  ['a port that is none', ['up', '--port', '70000']],
])('%s is wrong usage', async (_name, words) => {
  const { code, stdout, stderr } = await runCli(words);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).not.toBe('');
});

test('an address of no use in the configuration is wrong usage too', async () => {
  const { code, stderr } = await runCli(['builds'], { url: 'ftp://farm' });
  expect([code, stderr]).toEqual([2, expect.stringContaining('ftp://farm')]);
});

test('the processes of the farm get the options that were given, and nothing else', async () => {
  const seen: (readonly [string, ServeOptions | WorkOptions])[] = [];
  const remember = (name: string) => async (options: ServeOptions | WorkOptions) => {
    seen.push([name, options]);
  };
  const processes = { up: remember('up'), serve: remember('serve'), work: remember('work') };
  for (const words of [['up', '--port', '0', '--data', 'x', '--json'], ['serve'], ['work']]) {
    expect((await runCli(words, { processes })).code).toBe(0);
  }
  expect(seen).toEqual([
    ['up', { port: 0, data: 'x', log: 'json' }],
    ['serve', { port: null, data: null, log: 'text' }],
    ['work', { log: 'text' }],
  ]);
});

test('a process that cannot start says why, down to the cause', async () => {
  const trouble = new Error('the port 80 is taken', { cause: new Error('EADDRINUSE') });
  const fail = () => Promise.reject(trouble);
  const ran = await runCli(['up'], { processes: { up: fail, serve: fail, work: fail } });
  expect(ran).toEqual({
    code: 4,
    stdout: '',
    stderr: "wheelyard: up can't run: the port 80 is taken: EADDRINUSE\n",
  });
});

test('the doctor prints what is found and the fix of what is not; only what is needed fails', async () => {
  const found: DoctorFinding = { prerequisite: 'node', state: 'found', version: '24.1.0' };
  const lack = { prerequisite: 'mmdebstrap', problem: 'not found', fix: 'apt install mmdebstrap' };
  const advised = await runCli(['doctor'], { doctor: async () => [found, { ...lack, state: 'advised' }] });
  expect(advised).toEqual({
    code: 0,
    stdout: [
      'STATE    PREREQUISITE  FOUND',
      'ok       node          24.1.0',
      'advised  mmdebstrap    not found: apt install mmdebstrap',
      '',
    ].join('\n'),
    stderr: '',
  });
  const needed = await runCli(['doctor', '--json'], { doctor: async () => [{ ...lack, state: 'needed' }] });
  expect([needed.code, jsonLines(needed.stdout)]).toEqual([
    1,
    [{ findings: [{ ...lack, state: 'needed' }] }],
  ]);
});

test('the check of recipes prints every problem with its file and line', async () => {
  const problems = [
    { file: 'lxml.yaml', line: 3, column: 5, problem: 'unknown key: pakages' },
    { file: 'cffi.yaml', line: 1, column: 1, problem: 'no comment' },
  ];
  const asked: (string | undefined)[] = [];
  const checkRecipes = async (folder?: string) => {
    asked.push(folder);
    return { recipes: 2, problems: folder === undefined ? [] : problems };
  };
  const bad = await runCli(['recipes', 'check', 'mine'], { checkRecipes });
  expect(bad).toEqual({
    code: 1,
    stdout: 'lxml.yaml:3:5: unknown key: pakages\ncffi.yaml:1:1: no comment\n',
    stderr: '2 recipes, 2 problems\n',
  });
  const good = await runCli(['recipes', 'check', '--json'], { checkRecipes });
  expect([good.code, jsonLines(good.stdout)]).toEqual([0, [{ recipes: 2, problems: [] }]]);
  expect(asked).toEqual(['mine', undefined]);
});

test('options for every command may stand before its name or behind it', async () => {
  const before = await runCli(['--json', 'recipes', 'check']);
  const behind = await runCli(['recipes', 'check', '--json']);
  expect(before).toEqual(behind);
  expect(jsonLines(before.stdout)).toEqual([{ recipes: 0, problems: [] }]);
});
