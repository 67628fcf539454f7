import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BuildId } from '../../src/domain/build-state.ts';
import { addBuildOf, failedOutcome } from '../contracts/catalogue-samples.ts';
import { bookworm } from '../http/farm-under-test.ts';
import { publish } from '../http/publish.ts';
import { openShownFarm, type ShownFarm } from './open-shown-farm.ts';

let shown: ShownFarm;

beforeAll(async () => {
  shown = await openShownFarm();
  const { farm } = shown;
  await publish(farm, { node: 'pure', name: 'lxml', target: bookworm.name });
  await farm.catalogue.yankFile({ node: 'pure', filename: 'lxml-1.0-py3-none-any.whl' }, '<b>broken</b>');
  await addBuildOf(farm.catalogue, 'lxml-stubs');
  await fail('pyyaml');
}, 120_000);

afterAll(() => shown[Symbol.asyncDispose]());

async function fail(name: string): Promise<BuildId> {
  const { catalogue } = shown.farm;
  const { id } = await addBuildOf(catalogue, name);
  if (failedOutcome.kind !== 'failed') throw new Error('the sample has failed');
  const to = { name: 'failed', failure: failedOutcome.failure, inputs: null } as const;
  await catalogue.moveBuild(id, { from: 'queued', to, at: Date.now() });
  return id;
}

test('/ goes to the search; the arrow keys go to what it finds, and Enter there', async () => {
  await using opened = await shown.open('/');
  const { page, misdeeds } = opened;
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('lxml');
  await page.getByRole('link', { name: 'Projects lxml', exact: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'lxml-stubs' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/projects/lxml-stubs');
  expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
  await page.keyboard.press('/');
  await page.keyboard.type('yaml.h such');
  await page.getByRole('link', { name: /Failures ✗ pyyaml 1\.0 missing header: yaml\.h/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 2, name: 'Failures' }).waitFor();
  expect(new URL(page.url()).search).toBe('?q=yaml.h+such');
  await page.getByRole('searchbox', { name: /A project, #17/ }).fill('"*\u202e');
  await page.getByText('Nothing was found.').first().waitFor();
  expect(misdeeds).toEqual([]);
});

test('g and a letter go to pages, ? says which, j and k go through rows; no key acts while somebody types', async () => {
  await using opened = await shown.open('/');
  const { page, misdeeds } = opened;
  const path = () => new URL(page.url()).pathname;
  await page.getByRole('row', { name: /pyyaml/ }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.getByRole('heading', { level: 1, name: 'Indexes' }).waitFor();
  await page.getByRole('link', { name: 'pure', exact: true }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Index pure' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('searchbox', { name: 'Name' }).focus();
  await page.keyboard.type('gm?jk/');
  await page.keyboard.press('Control+k');
  expect(path()).toBe('/indexes/pure');
  expect(await page.getByRole('searchbox', { name: 'Name' }).inputValue()).toBe('gm?jk/');
  await page.keyboard.press('Shift+Tab');
  await page.goto(`${shown.farm.url}/matrix`);
  await page.getByRole('link', { name: 'pyyaml', exact: true }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowLeft');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('lxml-stubs');
  expect(misdeeds).toEqual([]);
});

test('the first stop of Tab leads past the bar at the top', async () => {
  await using opened = await shown.open('/indexes');
  const { page } = opened;
  await page.getByRole('link', { name: 'pure', exact: true }).waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('To the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('pure');
});

test("a project's page says where it stands, why, and what installers get; strangers' words stay text", async () => {
  await using opened = await shown.open('/projects/lxml');
  const { page, misdeeds } = opened;
  await page.getByText('yanked: <b>broken</b>').waitFor();
  const target = page.getByRole('row', { name: new RegExp(`^${bookworm.name} none`) });
  await target.getByText('queued').waitFor();
  const other = page.getByRole('row', { name: /^debian-13-cp313-amd64 none/ });
  await other.getByText('never asked for. What would help: wheelyard build lxml').waitFor();
  await shown.farm.catalogue.yankFile({ node: 'pure', filename: 'lxml-1.0-py3-none-any.whl' }, null);
  await page.goto(`${shown.farm.url}/projects/pyyaml`);
  await page.getByText('What would help').first().waitFor();
  await page.getByRole('link', { name: /^1\.0 on debian-12-cp311-amd64: failed, missing-header/ }).click();
  await page.getByRole('heading', { level: 1, name: 'pyyaml 1.0' }).waitFor();
  await page.goto(`${shown.farm.url}/projects/unheard-of`);
  await page.getByText('the farm knows no project unheard-of').waitFor();
  expect(misdeeds).toEqual([]);
});

test('an index shows how to install from it, and its projects by a part of their name', async () => {
  await using opened = await shown.open('/indexes/debian-12-cp311-amd64?name=lx');
  const { page, misdeeds } = opened;
  await page.getByText(`index-url = ${shown.farm.url}/index/debian-12-cp311-amd64/simple/`).waitFor();
  await page.getByText('default = true').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'lxml', exact: true }).waitFor();
  await page.getByRole('searchbox', { name: 'Name' }).fill('nothing');
  await page.getByText('It has none of that name.').waitFor();
  expect(misdeeds).toEqual([]);
});

test('a tab that nobody looks at counts what fails meanwhile in its title and icon, until somebody looks', async () => {
  await using opened = await shown.open('/matrix');
  const { page, misdeeds } = opened;
  await page.getByRole('link', { name: 'pyyaml', exact: true }).waitFor();
  // Chromium without a window never hides a page.
  const hide = (isHidden: boolean) =>
    page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, value: ${isHidden} });
      document.dispatchEvent(new Event('visibilitychange'))`);
  const icon = () => page.locator('link[rel=icon]').getAttribute('href');
  const calm = await icon();
  await hide(true);
  await fail('late-one');
  await expect.poll(() => page.title()).toBe('(1 failed) Matrix · Wheelyard');
  const other = await fail('late-two');
  await expect.poll(() => page.title()).toBe('(2 failed) Matrix · Wheelyard');
  expect(await icon()).not.toBe(calm);
  await shown.farm.catalogue.moveBuild(other, {
    from: 'failed',
    to: { name: 'queued', attempt: null },
    at: Date.now(),
  });
  await expect.poll(() => page.title()).toBe('(1 failed) Matrix · Wheelyard');
  await hide(false);
  await expect.poll(() => page.title()).toBe('Matrix · Wheelyard');
  expect(await icon()).toBe(calm);
  expect(misdeeds).toEqual([]);
});

test('a form that is wrong says so at its field, in the words of the farm', async () => {
  await using opened = await shown.open('/build');
  const { page, misdeeds } = opened;
  const start = page.getByRole('button', { name: /^Build on/ });
  await page.getByText('Log in with a token that has the scope build').waitFor();
  expect(await start.isDisabled()).toBe(true);
  await page.getByLabel('Token').fill(shown.farm.tokens.build);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Build on 2 targets' }).click();
  await page.getByRole('alert').getByText('Say what to build').waitFor();
  await page.getByLabel('Release').fill('lxml 5.3');
  await start.click();
  await page.getByRole('alert').getByText('is not of the form project==version').waitFor();
  expect(await page.getByLabel('Release').getAttribute('aria-invalid')).toBe('true');
  await page.getByLabel('Release').fill('lxml==99');
  await start.click();
  await page.getByRole('alert').getByText('lxml 99 is not known here').waitFor();
  await page.getByRole('button', { name: 'None' }).click();
  await start.click();
  await page.getByRole('alert').getByText('Choose a target at least').waitFor();
  await page.getByLabel('or an sdist').setInputFiles({
    name: 'lxml-1.0.tar.gz',
    mimeType: 'application/gzip',
    buffer: Buffer.from('no archive'),
  });
  await page.getByText('Log in with a token that has the scope upload').waitFor();
  expect(await start.isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Without the file' }).click();
  expect(await start.isDisabled()).toBe(false);
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('Token').fill(shown.farm.tokens.admin);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'All' }).click();
  await page.getByLabel('Release').fill('');
  await page.getByLabel('or an sdist').setInputFiles({
    name: 'lxml-1.0.tar.gz',
    mimeType: 'application/gzip',
    buffer: Buffer.from('no archive'),
  });
  await start.click();
  await page
    .getByRole('alert')
    .getByText(/archive/)
    .waitFor();
  expect(misdeeds).toEqual([]);
});
