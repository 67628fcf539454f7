import { afterAll, beforeAll, expect, test } from 'vitest';
import { carryOut } from '../contracts/carry-out-sample.ts';
import { addBuildOf, nextAttempt, trixie } from '../contracts/catalogue-samples.ts';
import { openShownFarm, type ShownFarm } from './open-shown-farm.ts';

let shown: ShownFarm;

beforeAll(async () => {
  shown = await openShownFarm();
}, 120_000);

afterAll(() => shown[Symbol.asyncDispose]());

test('an empty farm says how to begin; then what runs is shown with its phase, live, and what ended in the plot', async () => {
  const { catalogue, liveLogs, dispatcher, time } = shown.farm;
  time.now = Date.now();
  await using opened = await shown.open('/');
  const { page, misdeeds } = opened;
  await page.getByRole('heading', { name: 'Nothing was built here yet' }).waitFor();
  await carryOut(catalogue, await addBuildOf(catalogue, 'lxml'), {
    milliseconds: 90_000,
    endedAt: time.now,
  });
  const ended = page.getByRole('region', { name: 'Builds that ended' });
  await ended.getByText('1 build, 100 % succeeded').waitFor();
  const running = page.getByRole('region', { name: 'Running now' });
  await running.getByText('No build runs.').waitFor();

  const build = await addBuildOf(catalogue, 'lxml', { target: trixie });
  const attempt = await catalogue.addAttempt(build.id, { ...nextAttempt, at: time.now });
  if (attempt === null) throw new Error('the build is queued');
  await catalogue.moveBuild(build.id, {
    from: 'queued',
    to: { name: 'building', attempt: attempt.id },
    at: time.now,
  });
  dispatcher.occupy([attempt.id]);
  const line = { number: 0, at: time.now, phase: 'unpack', voice: 'farm', text: 'unpacking' } as const;
  await liveLogs.append(attempt.id, [line]);
  await running.getByText('unpack').waitFor();
  await running.getByText(/of about 1 min 30 s$/).waitFor();
  await liveLogs.append(attempt.id, [{ ...line, number: 1, phase: 'build' }]);
  await running.getByText('build', { exact: true }).waitFor();

  await page.getByLabel('Hour', { exact: true }).focus();
  await ended.getByText(/: 1 succeeded, 0 failed, 100 %/).waitFor();
  await ended.getByText('As a table').click();
  await ended.getByRole('row', { name: '100 %' }).waitFor();
  expect(misdeeds).toEqual([]);
});

test('a worker is shown with its slots and what it carried out; who went away is told as gone', async () => {
  await using opened = await shown.open('/workers');
  const { page, misdeeds } = opened;
  await page.getByRole('row', { name: 'host-2' }).getByText('gone').waitFor();
  await page.getByRole('link', { name: 'host-1' }).click();
  await page.getByText('Engine 27.5.1').waitFor();
  await page.getByRole('row', { name: 'lxml' }).getByText('built').waitFor();
  expect(await page.title()).toBe('host-1 · Wheelyard');
  expect(misdeeds).toEqual([]);
});
