import { expect, test } from 'vitest';
import { WhyView } from '../../src/http/contract/why.ts';
import { addBuildOf } from '../contracts/catalogue-samples.ts';
import { bookworm, openFarm, trixie } from './farm-under-test.ts';

test('a project is explained on a target, by its build there or by its want of one', async () => {
  await using farm = await openFarm();
  const failure = { kind: 'missing-header', header: 'yaml.h', line: 'fatal error: yaml.h' } as const;
  const build = await addBuildOf(farm.catalogue, 'lxml', {
    state: { name: 'failed', failure, inputs: null },
  });
  const ask = async (query: string) => WhyView.parse(await (await farm.ask(`/api/why?${query}`)).json());
  expect(await ask(`project=LXML&target=${bookworm.name}`)).toMatchObject({
    build: { id: build.id },
    state: `build ${build.id}: lxml 1.0 on ${bookworm.name}: failed`,
    cause: 'missing header: yaml.h',
    line: 'fatal error: yaml.h',
  });
  expect(await ask(`project=lxml&version=1.0.0&target=${bookworm.name}`)).toMatchObject({
    build: { id: build.id },
  });
  for (const query of [
    `project=lxml&target=${trixie.name}`,
    `project=lxml&version=2&target=${bookworm.name}`,
  ])
    expect(await ask(query)).toMatchObject({ build: null, cause: 'never asked for' });
  const waits = await addBuildOf(farm.catalogue, 'lxml', {
    target: trixie.name,
    state: { name: 'waiting', on: build.id, reason: 'answer' },
  });
  expect(await ask(`project=lxml&target=${trixie.name}`)).toMatchObject({
    build: { id: waits.id },
    cause: `its wheel may be that of build ${build.id}, lxml 1.0 on ${bookworm.name}, which is failed`,
  });
});

test('a question that names no project or no target of the farm is refused', async () => {
  await using farm = await openFarm();
  const status = async (query: string) => (await farm.ask(`/api/why?${query}`)).status;
  expect(await status('project=lxml&target=debian-99-cp399-amd64')).toBe(404);
  expect(await status(`target=${bookworm.name}`)).toBe(400);
  expect(await status(`project=-&target=${bookworm.name}`)).toBe(400);
  expect(await status(`project=lxml&version=latest&target=${bookworm.name}`)).toBe(400);
});
