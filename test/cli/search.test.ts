import { expect, test } from 'vitest';
import { addBuildOf, failedOutcome } from '../contracts/catalogue-samples.ts';
import { openFarm } from '../http/farm-under-test.ts';
import { runCli } from './run-cli.ts';

test('what is looked for is a table of projects, builds and failures; nothing is said so', async () => {
  await using farm = await openFarm();
  const { id } = await addBuildOf(farm.catalogue, 'pyyaml');
  if (failedOutcome.kind !== 'failed') throw new Error('the sample has failed');
  const to = { name: 'failed', failure: failedOutcome.failure, inputs: null } as const;
  await farm.catalogue.moveBuild(id, { from: 'queued', to, at: 3000 });
  const search = async (...words: readonly string[]) => runCli(['search', ...words, '--url', farm.url]);
  const byFailure = await search('yaml.h', 'such');
  expect([byFailure.code, byFailure.stdout.split('\n')[1]]).toEqual([
    0,
    expect.stringMatching(
      /^build 1 +pyyaml 1\.0 +debian-12-cp311-amd64 .*missing header: yaml\.h$/,
    ) as unknown,
  ]);
  expect((await search('pyy')).stdout.split('\n')[1]?.trim()).toBe('project  pyyaml');
  const nothing = await search('numpy');
  expect([nothing.code, nothing.stdout, nothing.stderr]).toEqual([0, '', 'nothing was found\n']);
});
