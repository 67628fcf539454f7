import { afterAll, beforeAll, expect, test } from 'vitest';
import { logIn } from './log-in.ts';
import { openShownFarm, type ShownFarm } from './open-shown-farm.ts';

let shown: ShownFarm;

beforeAll(async () => {
  shown = await openShownFarm();
}, 120_000);

afterAll(() => shown[Symbol.asyncDispose]());

test('an admin makes a token, sees its secret once, and removes it after being asked', async () => {
  const { farm } = shown;
  await using opened = await shown.open('/tokens');
  const { page, misdeeds } = opened;
  await page.getByText('is shown to those who log in with a token that has the scope admin').waitFor();
  await logIn(page, farm.tokens.admin);
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText('A name has 1 to 64 letters').waitFor();
  await page.getByText('Say what it may do.').waitFor();
  await page.getByLabel('Name: whose it is').fill('team a');
  await page.getByLabel('build: ask for builds').check();
  await page.getByLabel('Upload into one index only').selectOption('pure');
  await page.getByRole('button', { name: 'Make it' }).click();
  const notice = page.getByRole('status').filter({ hasText: 'is shown only now' });
  const secret = (await notice.locator('code').textContent()) ?? '';
  const asked = await farm.ask('/api/whoami', { token: secret });
  expect(await asked.json()).toMatchObject({ token: { name: 'team a', scopes: ['build', 'upload:pure'] } });
  const row = page.getByRole('row', { name: 'team a' });
  await row.getByText('build, upload to pure').waitFor();
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.getByText(secret).waitFor({ state: 'detached' });
  await row.getByRole('button', { name: 'Remove team a' }).click();
  await row.getByRole('button', { name: 'No' }).click();
  await row.getByRole('button', { name: 'Remove team a' }).click();
  await row.getByRole('button', { name: 'Remove team a' }).click();
  await row.waitFor({ state: 'detached' });
  expect((await farm.ask('/api/whoami', { token: secret })).status).toBe(401);
  expect(misdeeds).toEqual([]);
});
