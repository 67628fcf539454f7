import { utimes } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { PrunedFiles, SweepState } from '../../src/http/contract/prune.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { addBuildOf, failedOutcome, indexFileOf, nextAttempt } from '../contracts/catalogue-samples.ts';
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

test('what nothing names is counted, then removed, and the metrics tell how much that was', async () => {
  await using farm = await openFarm();
  await farm.blobs.put(Readable.from(['of nobody']));
  const kept = (await farm.listKept())[0] ?? '';
  await utimes(kept, 1, 1);
  const { admin } = farm.tokens;
  const json = (dryRun: boolean) => ({ method: 'POST', token: admin, json: { dryRun } });
  const would = PrunedFiles.parse(await (await farm.ask('/api/prune', json(true))).json());
  expect(would).toMatchObject({
    files: [],
    sweep: { dryRun: true, looked: 1, blobs: 1, bytes: 9, problem: null },
  });
  expect(await farm.listKept()).toEqual([kept]);
  await farm.ask('/api/prune', json(false));
  expect(await farm.listKept()).toEqual([]);
  const state = SweepState.parse(await (await farm.ask('/api/prune', { token: admin })).json());
  expect(state.sweep).toMatchObject({ dryRun: false, blobs: 1, endedAt: farm.time.now });
  expect((await farm.ask('/api/prune')).status).toBe(401);
  expect(await (await farm.ask('/metrics')).text()).toMatch(/wheelyard_pruned_bytes_total 9\n/);
});

test('the log of an attempt that is not kept any more says so, in one line', async () => {
  await using farm = await openFarm();
  const { id } = await addBuildOf(farm.catalogue, 'lxml', { target: bookworm.name });
  const attempt = await farm.catalogue.addAttempt(id, nextAttempt);
  if (attempt === null) throw new Error('no attempt was added');
  await farm.catalogue.endAttempt(attempt.id, failedOutcome, 4000);
  const log = `/api/builds/${id}/log`;
  const sentence = 'The log of 400 lines was removed: the farm keeps logs only so long.';
  expect(await (await farm.ask(log)).text()).toContain(sentence);
  expect(await (await farm.ask(`${log}/outline`)).json()).toMatchObject({
    attempts: [{ attempt: attempt.id, first: 0, lines: 1 }],
  });
  const lines = (from: number) => farm.ask(`${log}/lines?attempt=${attempt.id}&from=${from}&limit=10`);
  expect(await (await lines(0)).json()).toMatchObject({
    lines: [{ number: 0, voice: 'farm', text: sentence }],
  });
  expect(await (await lines(1)).json()).toEqual({ lines: [] });
});
