import { expect, test } from 'vitest';
import { BuildList } from '../../src/http/contract/build.ts';
import { FailureClusters, RetriedBuilds } from '../../src/http/contract/failure-cluster.ts';
import { exampleBuild, states } from './examples.ts';
import { inTurn, openFarmDouble, refuse, say } from './farm-double.ts';
import { jsonLines, runCli } from './run-cli.ts';

const clusters: FailureClusters = {
  clusters: [
    {
      cause: 'missing-program:cargo',
      sentence: 'missing program: cargo',
      kind: 'missing-program',
      blame: 'package',
      builds: 17,
      newestAt: 940_000,
      samples: [exampleBuild(states.failed), exampleBuild(states.failed, { id: 9 })],
    },
    {
      cause: 'no-wheel',
      sentence: 'the build ended well but left no wheel',
      kind: 'no-wheel',
      blame: 'package',
      builds: 1,
      newestAt: 940_000,
      samples: [exampleBuild(states.failed, { id: 3 })],
    },
  ],
};

test('failures are a table of causes, each with its number, that of its builds and its key', async () => {
  await using farm = await openFarmDouble({ 'GET /api/failures': say(FailureClusters, clusters) });
  const { code, stdout } = await runCli(['failures', '--url', farm.url]);
  expect([code, stdout.trimEnd().split('\n')]).toEqual([
    0,
    [
      'NO  BUILDS  NEWEST     SUCH AS  CAUSE                  SENTENCE',
      '1   17      1 min ago  17 9 …   missing-program:cargo  missing program: cargo',
      '2   1       1 min ago  3        no-wheel               the build ended well but left no wheel',
    ],
  ]);
  const json = await runCli(['failures', '--json', '--url', farm.url]);
  expect(jsonLines(json.stdout)).toEqual([clusters]);
});

test('a cause is tried again by its key or its number, page after page', async () => {
  await using farm = await openFarmDouble({
    'GET /api/failures': say(FailureClusters, clusters),
    'POST /api/failures/retry': inTurn(
      say(RetriedBuilds, { retried: [17, 9], next: 9 }),
      say(RetriedBuilds, { retried: [3], next: null }),
    ),
  });
  const ran = await runCli(['retry', '--cause', '1', '--url', farm.url]);
  expect(ran).toEqual({
    code: 0,
    stdout: 'queued again: 3 builds that failed of missing-program:cargo\n',
    stderr: '',
  });
  expect(farm.asked.slice(1).map(({ body }) => JSON.parse(body.toString()))).toEqual([
    { cause: 'missing-program:cargo' },
    { cause: 'missing-program:cargo', before: 9 },
  ]);
  const json = await runCli(['retry', '--cause', 'no-wheel', '--json', '--url', farm.url]);
  expect(jsonLines(json.stdout)).toEqual([{ cause: 'no-wheel', retried: [3] }]);
});

test('builds are listed by a cause, also by its number', async () => {
  await using farm = await openFarmDouble({
    'GET /api/failures': say(FailureClusters, clusters),
    'GET /api/builds': say(BuildList, { builds: [], next: null }),
  });
  await runCli(['builds', '--cause', '2', '--url', farm.url]);
  await runCli(['builds', '--cause', 'missing-program:cargo', '--url', farm.url]);
  expect(
    farm.asked.filter(({ path }) => path === '/api/builds').map(({ query }) => query.get('cause')),
  ).toEqual(['no-wheel', 'missing-program:cargo']);
});

test('a cause that is none is told, and nothing is tried again', async () => {
  const detail = 'no build failed of missing-program:make';
  await using farm = await openFarmDouble({
    'GET /api/failures': say(FailureClusters, clusters),
    'POST /api/failures/retry': refuse(404, { kind: 'not-found', detail }),
  });
  const told = async (...words: readonly string[]) => {
    const { code, stderr } = await runCli(['retry', ...words, '--url', farm.url]);
    return [code, stderr];
  };
  expect(await told('--cause', 'missing-program:make')).toEqual([3, `wheelyard: ${detail}\n`]);
  expect(await told('--cause', '3')).toEqual([
    2,
    'wheelyard: wheelyard failures lists 2 causes; there is no number 3\n',
  ]);
  const either = 'wheelyard: give either the number of a build or --cause\n';
  expect(await told()).toEqual([2, either]);
  expect(await told('17', '--cause', '1')).toEqual([2, either]);
  expect((await told('--cause', ''))[0]).toBe(2);
});
