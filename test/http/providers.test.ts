import { expect, test } from 'vitest';
import type { IndexEntry } from '../../src/domain/file-index.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { ProviderList } from '../../src/http/contract/provider.ts';
import { fileEntry, packageEntry } from '../contracts/file-index-samples.ts';
import { bookworm, openFarm, trixie } from './farm-under-test.ts';

async function* entries(): AsyncGenerator<IndexEntry> {
  yield packageEntry('libyaml-cpp-dev', { usedBySources: 99 });
  yield packageEntry('libyaml-dev');
  yield packageEntry('libold-dev', { isInstalled: true });
  yield fileEntry('header', { path: '/usr/include/yaml-cpp/yaml.h', package: 'libyaml-cpp-dev' });
  yield fileEntry('header', { path: '/usr/include/yaml.h', package: 'libyaml-dev' });
  yield fileEntry('header', { path: '/usr/lib/old/include/yaml.h', package: 'libold-dev' });
}

test('who looks for a header is told the packages that have it, what is there and then the best first', async () => {
  await using farm = await openFarm();
  const image = sha256Of('image');
  await farm.catalogue.keepFileIndex({ target: bookworm.name, image, madeAt: 3 }, entries());
  const ask = (query: string, target: string = bookworm.name) =>
    farm.ask(`/api/targets/${target}/providers?${query}`);
  const found = ProviderList.parse(await (await ask('kind=header&name=yaml.h')).json());
  expect(found).toMatchObject({ target: bookworm.name, kind: 'header', index: { image, madeAt: 3 } });
  expect(found.providers.map((each) => each.package)).toEqual([
    'libold-dev',
    'libyaml-dev',
    'libyaml-cpp-dev',
  ]);
  expect(ProviderList.parse(await (await ask('kind=program&name=gcc')).json()).providers).toEqual([]);
  expect((await ask('kind=colour&name=yaml.h')).status).toBe(400);
  expect((await ask('kind=header')).status).toBe(400);
  expect((await ask('kind=header&name=yaml.h', 'debian-1')).status).toBe(404);
  const none = await ask('kind=header&name=yaml.h', trixie.name);
  expect(none.status).toBe(409);
  expect(await none.json()).toMatchObject({
    type: 'urn:wheelyard:problem:no-file-index',
    detail: expect.stringContaining(`there is no file index of ${trixie.name} yet; it is made when`),
  });
});
