import { expect, test } from 'vitest';
import { openShownFarm } from './open-shown-farm.ts';

const trouble = (facts: Readonly<Record<string, unknown>>) =>
  expect.objectContaining({ kind: 'page-trouble', page: '/builds/404', ...facts });

test('an error, a failed request and a slow click in somebody’s page are told to the farm with the request they belong to', async () => {
  await using shown = await openShownFarm();
  const told = () => expect.poll(() => shown.farm.events, { timeout: 30_000 });
  await using opened = await shown.open('/builds/404');
  const { page } = opened;
  const sentence = await page.getByRole('alert').first().textContent();
  const [, request] = /\(request ([\w-]+)\)/.exec(sentence ?? '') ?? [];
  expect(request).toBeDefined();
  await page.evaluate(`setTimeout(() => { throw new Error('a bug of the page') })`);
  await page.evaluate(`document.querySelector('h1').addEventListener('click', () => {
    const end = performance.now() + 400;
    while (performance.now() < end);
  }, { once: true })`);
  await page.locator('h1').click();
  await told().toContainEqual(
    trouble({ trouble: 'failed-request', path: '/api/builds/404', status: 404, request }),
  );
  expect(shown.farm.events).toContainEqual(expect.objectContaining({ requestId: request, status: 404 }));
  await told().toContainEqual(
    trouble({ trouble: 'uncaught-error', message: expect.stringContaining('a bug of the page') }),
  );
  await told().toContainEqual(trouble({ trouble: 'slow-interaction', milliseconds: expect.any(Number) }));
}, 60_000);

test('a page that breaks says so and how to go on, instead of nothing', async () => {
  await using shown = await openShownFarm();
  await using opened = await shown.open('/');
  const { page } = opened;
  await page.locator('h1').first().waitFor();
  await page.evaluate(`Object.entries = () => { throw new Error('sabotage'); };
    Array.prototype.map = () => { throw new Error('sabotage'); };`);
  await page.getByRole('link', { name: 'Targets' }).click();
  await page.getByRole('heading', { name: 'This page broke' }).waitFor();
  await page.getByRole('button', { name: 'Load again' }).click();
  await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('Targets');
}, 60_000);
