import { expect, test } from 'vitest';
import { PrunedFiles } from '../../src/http/contract/prune.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { addBuildOf, indexFileOf } from '../contracts/catalogue-samples.ts';
import { bookworm, openFarm } from './farm-under-test.ts';

test('pruning is for those who may do all, is dry unless told otherwise, and keeps at least one build', async () => {
  await using farm = await openFarm();
  const { id } = await addBuildOf(farm.catalogue, 'demo', { target: bookworm.name });
  const plain = indexFileOf(id, { node: bookworm.name, name: 'demo', version: '1.0' });
  const filename = 'demo-1.0-1-py3-none-any.whl';
  await farm.catalogue.publishFile({ ...plain, publishedAt: 1 });
  await farm.catalogue.publishFile({ ...plain, filename, sha256: sha256Of(filename), publishedAt: 2 });
  const post = (token: string, json: unknown) => farm.ask('/api/prune', { method: 'POST', token, json });
  const { admin, build } = farm.tokens;
  expect((await post(build, { keep: 1, days: 1 })).status).toBe(403);
  expect((await post(admin, { keep: 0, days: 1 })).status).toBe(400);
  const page = async () => (await farm.ask(`/index/${bookworm.name}/simple/demo/`)).text();
  const would = PrunedFiles.parse(await (await post(admin, { keep: 1, days: 1 })).json());
  expect(would).toMatchObject({ dryRun: true, files: [{ filename: plain.filename }] });
  expect(await page()).toContain(plain.filename);
  await post(admin, { keep: 1, days: 1, dryRun: false });
  expect(await page()).not.toContain(plain.filename);
  expect(await page()).toContain(filename);
});
