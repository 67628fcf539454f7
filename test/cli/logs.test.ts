import { expect, test } from 'vitest';
import { endEvent, attemptEvent, lineEvent, stream } from './log-double.ts';
import { exampleBuild, states } from './examples.ts';
import { inTurn, openFarmDouble, refuse, type Answer } from './farm-double.ts';
import { jsonLines, runCli } from './run-cli.ts';

const line = (number: number, text = `line ${number}`, attempt = '17.1'): string =>
  lineEvent(attempt, { number, text });
const end = endEvent(exampleBuild(states.succeeded));

const openLogFarm = (answer: Answer) => openFarmDouble({ 'GET /api/builds/17/log': answer });

test('a log is printed attempt after attempt, with times and phases; how it ended goes to stderr', async () => {
  await using farm = await openLogFarm(
    stream([attemptEvent('17.1'), line(0), attemptEvent('17.2'), line(0, 'import lxml', '17.2'), end]),
  );
  const ran = await runCli(['logs', '17', '--url', farm.url]);
  expect(ran).toEqual({
    code: 0,
    stdout: [
      'attempt 17.1: build on linux/amd64',
      '00:00:01.000 build | line 0',
      'attempt 17.2: build on linux/amd64',
      '00:00:01.000 build | import lxml',
      '',
    ].join('\n'),
    stderr:
      'build 17: lxml 5.3.0 on debian-12-cp311-amd64: succeeded: lxml-5.3.0-cp311-cp311-linux_x86_64.whl\n',
  });
  expect(farm.asked[0]?.query.get('follow')).toBe('no');
});

test('--raw prints the lines alone; --attempt, --from and --follow are asked of the farm', async () => {
  await using farm = await openLogFarm(stream([attemptEvent('17.1'), line(5), end]));
  const words = ['logs', '17', '-f', '--raw', '--attempt', '17.1', '--from', '5', '--url', farm.url];
  expect((await runCli(words)).stdout).toBe('line 5\n');
  expect(Object.fromEntries(farm.asked[0]?.query ?? [])).toEqual({
    attempt: '17.1',
    from: '5',
    follow: 'yes',
  });
});

test('an attempt begins with the OS packages that the farm added for it', async () => {
  const wants = { kind: 'header', name: 'yaml.h' } as const;
  const found = [{ package: 'libyaml-dev', wants, because: 'diagnosis' as const }];
  await using farm = await openLogFarm(stream([attemptEvent('17.1', found), line(0), end]));
  const { stdout } = await runCli(['logs', '17', '--url', farm.url]);
  expect(stdout).toContain(
    'attempt 17.1: build on linux/amd64\n  added libyaml-dev for header yaml.h (diagnosis)\n',
  );
});

test('--json prints one event a line', async () => {
  await using farm = await openLogFarm(stream([attemptEvent('17.1'), line(0), end]));
  const { stdout } = await runCli(['logs', '17', '--json', '--url', farm.url]);
  expect(jsonLines(stdout)).toEqual([
    { event: 'attempt', attempt: '17.1', kind: 'build', platform: 'linux/amd64', found: [] },
    {
      event: 'line',
      attempt: '17.1',
      number: 0,
      at: 1000,
      phase: 'build',
      voice: 'build',
      text: 'line 0',
    },
    { event: 'end', build: exampleBuild(states.succeeded) },
  ]);
});

test('a stream that breaks off is resumed behind the last line: none comes twice, none is lost', async () => {
  await using farm = await openLogFarm(
    inTurn(
      stream([attemptEvent('17.1'), line(0), line(1)], 'cut'),
      refuse(503, { kind: 'starting', detail: 'in a moment' }),
      // A server that sends a line again, and the attempt in which it goes on.
      stream([attemptEvent('17.1'), line(1), line(2)], 'whole'),
      stream([attemptEvent('17.1'), attemptEvent('17.2'), line(0, 'second', '17.2'), end]),
    ),
  );
  const { stdout, code, stderr } = await runCli(['logs', '17', '-f', '--url', farm.url]);
  expect([code, stdout.match(/(?<=\| ).*|attempt .*(?=:)/g)]).toEqual([
    0,
    ['attempt 17.1', 'line 0', 'line 1', 'line 2', 'attempt 17.2', 'second'],
  ]);
  expect(farm.asked.map(({ headers }) => headers['last-event-id'])).toEqual([
    undefined,
    '17.1:1',
    '17.1:1',
    '17.1:2',
  ]);
  expect(stderr).toContain('trying again');
  expect(stderr).toContain('the farm answers again');
});

test('following goes on when the server is restarted', async () => {
  await using farm = await openLogFarm(
    inTurn(stream([attemptEvent('17.1'), line(0)], 'open'), stream([line(1), end])),
  );
  const restarts: Promise<void>[] = [];
  const { stdout, code } = await runCli(['logs', '17', '-f', '--raw', '--url', farm.url], {
    onOutput: () => {
      if (restarts.length === 0) restarts.push(farm.stop().then(farm.start));
    },
  });
  await Promise.all(restarts);
  expect([code, stdout]).toEqual([0, 'line 0\nline 1\n']);
});

test('a farm that stays away is given up after minutes, with the exit code of an outage', async () => {
  const ran = await runCli(['logs', '17', '-f']);
  expect(ran.code).toBe(4);
  expect(ran.stderr).toContain('no farm answers at http://127.0.0.1:9/');
});

test('a line cannot move the cursor, change the title or turn the direction of writing', async () => {
  const text =
    'a\u001b[2Jb\u001b]0;title\u0007c\u001b[31mred\u001b[0m\rd\u0000\u009b5me\u202ef\u001b[6n\u001bPq#0\u001b\\g';
  await using farm = await openLogFarm(stream([attemptEvent('17.1'), line(0, text), end]));
  const words = ['logs', '17', '--raw', '--url', farm.url];
  expect((await runCli(words)).stdout).toBe('abcred defg\n');
  const onTerminal = { output: { isTerminal: true, hasColors: true } };
  expect((await runCli(words, onTerminal)).stdout).toBe('abc\u001b[31mred\u001b[0m defg\u001b[0m\n');
  expect((await runCli([...words, '--no-color'], onTerminal)).stdout).toBe('abcred defg\n');
  const json = (await runCli([...words, '--json'], onTerminal)).stdout;
  expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(jsonLines(json)[1]).toMatchObject({ text });
});

test('colours that a line leaves on end with it', async () => {
  await using farm = await openLogFarm(stream([attemptEvent('17.1'), line(0, '\u001b[7mon'), end]));
  const { stdout } = await runCli(['logs', '17', '--raw', '--url', farm.url], {
    output: { isTerminal: true, hasColors: true },
  });
  expect(stdout).toBe('\u001b[7mon\u001b[0m\n');
});

test('an interrupt ends following at once and cleanly', async () => {
  await using farm = await openLogFarm(stream([attemptEvent('17.1'), line(0)], 'open'));
  const interrupt = new AbortController();
  const ran = await runCli(['logs', '17', '-f', '--raw', '--url', farm.url], {
    interrupt: interrupt.signal,
    onOutput: () => interrupt.abort(),
  });
  expect(ran).toEqual({ code: 130, stdout: 'line 0\n', stderr: '' });
});

test('the log of a build that there is not is refused, and not tried again', async () => {
  await using farm = await openLogFarm(refuse(404, { kind: 'not-found', detail: 'there is no build 17' }));
  const ran = await runCli(['logs', '17', '-f', '--url', farm.url]);
  expect(ran).toEqual({ code: 3, stdout: '', stderr: 'wheelyard: there is no build 17\n' });
  expect(farm.asked).toHaveLength(1);
});

test('a reader who has seen enough ends the command without a word', async () => {
  const lines = Array.from({ length: 100 }, (_, number) => line(number));
  await using farm = await openLogFarm(stream([attemptEvent('17.1'), ...lines], 'open'));
  const ran = await runCli(['logs', '17', '-f', '--raw', '--url', farm.url], {
    onOutput: (text) => {
      if (text === 'line 1\n') throw new Error('EPIPE');
    },
  });
  expect(ran).toEqual({ code: 130, stdout: 'line 0\nline 1\n', stderr: '' });
});
