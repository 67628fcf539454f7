import { expect, test } from 'vitest';
import { WhyView } from '../../src/http/contract/why.ts';
import { exampleBuild, states } from './examples.ts';
import { openFarmDouble, say } from './farm-double.ts';
import { jsonLines, runCli } from './run-cli.ts';

const target = 'debian-12-cp311-amd64';
const why: WhyView = {
  build: exampleBuild(states.failed),
  state: `build 17: lxml 5.3.0 on ${target}: failed`,
  cause: 'missing header: libxml/xpath.h',
  line: '  fatal error: libxml/xpath.h\u001b[2J\n',
  help: 'a recipe with the right package',
};

test('why is exactly three lines: state, cause with its log line, and what would change it', async () => {
  await using farm = await openFarmDouble({ 'GET /api/why': say(WhyView, why) });
  const { code, stdout } = await runCli(['why', 'lxml==5.3', target, '--url', farm.url]);
  expect([code, stdout.split('\n')]).toEqual([
    0,
    [
      `state  build 17: lxml 5.3.0 on ${target}: failed`,
      'cause  missing header: libxml/xpath.h (log: fatal error: libxml/xpath.h)',
      'help   a recipe with the right package',
      '',
    ],
  ]);
  expect([...(farm.asked[0]?.query ?? [])]).toEqual([
    ['project', 'lxml'],
    ['version', '5.3'],
    ['target', target],
  ]);
  const json = await runCli(['why', 'LXML', target, '--json', '--url', farm.url]);
  expect(jsonLines(json.stdout)).toEqual([why]);
  expect(farm.asked[1]?.query.get('project')).toBe('lxml');
});

test.each([['-'], ['lxml=='], ['lxml==x'], ['a=b']])(
  '%s is no project, and nothing is asked',
  async (subject) => {
    await using farm = await openFarmDouble({});
    expect((await runCli(['why', '--url', farm.url, '--', subject, target])).code).toBe(2);
    expect(farm.asked).toEqual([]);
  },
);
