import { expect, test } from 'vitest';
import { SearchResults } from '../../src/http/contract/search.ts';
import { addBuildOf, failedOutcome } from '../contracts/catalogue-samples.ts';
import { openFarm, type FarmUnderTest } from './farm-under-test.ts';

const find = async (farm: FarmUnderTest, text: string, limit = 20): Promise<SearchResults> => {
  const reply = await farm.ask(`/api/search?limit=${limit}&q=${encodeURIComponent(text)}`);
  expect([text.slice(0, 20), reply.status]).toEqual([text.slice(0, 20), 200]);
  return SearchResults.parse(await reply.json());
};

test('a text finds projects, the build that it names, and what failed of it', async () => {
  await using farm = await openFarm();
  const { id } = await addBuildOf(farm.catalogue, 'lxml');
  await addBuildOf(farm.catalogue, 'types-lxml');
  const broken = await addBuildOf(farm.catalogue, 'pyyaml');
  if (failedOutcome.kind !== 'failed') throw new Error('the sample has failed');
  const to = { name: 'failed', failure: failedOutcome.failure, inputs: null } as const;
  await farm.catalogue.moveBuild(broken.id, { from: 'queued', to, at: 1 });
  const byName = await find(farm, 'LXML', 1);
  expect(byName.projects).toEqual(['lxml']);
  expect(byName.hasMore).toEqual({ projects: true, builds: false, failures: false });
  for (const text of [`#${id}`, 'lxml 1', 'lxml==1.0', 'lxml-1.0.tar.gz'])
    expect((await find(farm, text)).builds).toMatchObject([{ id, project: 'lxml', version: '1.0' }]);
  expect((await find(farm, 'yaml.h such')).failures).toMatchObject([
    { build: { id: broken.id, cause: 'missing-header:yaml.h' }, sentence: 'missing header: yaml.h' },
  ]);
});

test('whatever somebody types is answered, or refused in a sentence', async () => {
  await using farm = await openFarm();
  await addBuildOf(farm.catalogue, 'lxml');
  const hostile = [
    '"',
    '""" OR *',
    '*',
    'lxml*',
    'NEAR(a b)',
    'a\0b',
    '\0\0\0',
    '\u202elmxl',
    "'; drop table builds",
  ];
  for (const text of [...hostile, '%_', '😀😀😀', 'x'.repeat(200), '\\', '-----', '#99999999999'])
    await find(farm, text);
  for (const refused of ['', '%20', 'x'.repeat(201), 'x'.repeat(10_000)]) {
    const reply = await farm.ask(`/api/search?q=${refused}`);
    expect([refused.slice(0, 9), reply.status]).toEqual([refused.slice(0, 9), 400]);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
  }
});
