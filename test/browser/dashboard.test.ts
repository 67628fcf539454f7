import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeSmallSdist, setupPy } from '../farm/small-sdist.ts';
import { openTestFarm, type TestFarm } from '../farm/open-test-farm.ts';
import { makeSdist } from '../zoo/make-sdist.ts';
import { readZoo } from '../zoo/read-zoo.ts';
import { openBrowser, openPage } from './open-browser.ts';

const target = 'debian-12-cp311-amd64';
const environment = { WHEELYARD_TARGETS: target };
const zoo = new Map(readZoo().map((behaviour) => [behaviour.name, behaviour]));

let folder = '';
let farm: TestFarm;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-browser-'));
  farm = await openTestFarm({ environment, folder, dashboardFolder: inject('dashboardFolder') });
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await farm[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Begins a build and opens its page at once. */
async function watch(sdist: string) {
  const ids = await farm.build(sdist, [target]);
  const id = ids.get(target) ?? 0;
  return { id, ...(await openPage(browser, { url: farm.url, path: `/builds/${id}` })) };
}

async function zooSdist(name: string): Promise<string> {
  const behaviour = zoo.get(name);
  if (behaviour === undefined) throw new Error(`the zoo has no ${name}`);
  return makeSdist(behaviour, folder);
}

const title = (page: Page) => expect.poll(() => page.title(), { timeout: 150_000 });
const logStatus = (page: Page) =>
  expect.poll(() => page.locator('.log-head > span').textContent(), { timeout: 30_000 });
const logLine = (page: Page, text: string) => page.locator('.log-row .words', { hasText: text });

async function typeToken(page: Page, secret: string): Promise<void> {
  await page.getByLabel('Token').fill(secret);
  await page.getByRole('button', { name: 'Log in' }).click();
}

test('a build is watched to its end without a reload; hostile lines stay text', async () => {
  await using watched = await watch(await zooSdist('binary-garbage-log'));
  const { page, misdeeds, id } = watched;
  await page.evaluate('globalThis.isSameDocument = true');
  await title(page).toBe(`✓ zoo-binary-garbage-log 1.0 succeeded on ${target}`);
  await page.getByText('verified in the runtime image').waitFor();
  expect(await logLine(page, '<script>').textContent()).toBe('<script>alert(1)</script>');
  expect(await page.locator('.ansi-ink-1', { hasText: 'red' }).count()).toBe(1);
  expect(await page.locator('script').count()).toBe(1);
  expect(await page.locator('code', { hasText: 'pip install' }).textContent()).toBe(
    `pip install --index-url ${farm.url}/index/${target}/simple/ zoo-binary-garbage-log==1.0`,
  );
  const raw = await fetch(new URL(`/api/builds/${id}/log`, farm.url));
  expect(await raw.text()).toContain('zoo: after the garbage');
  expect(await page.getByRole('link', { name: 'Raw log', exact: true }).getAttribute('href')).toBe(
    `/api/builds/${id}/log`,
  );
  const states = page.getByRole('region', { name: 'Timeline' }).getByRole('listitem');
  const names = (await states.locator('.state').allTextContents()).map((text) => text.slice(1));
  expect(names).toEqual(['queued', 'building', 'verifying', 'publishing', 'succeeded']);
  await page.getByText('files in the wheel').click();
  await page.locator('.wheel-files li', { hasText: '.dist-info/METADATA' }).waitFor();
  expect(await page.evaluate('globalThis.isSameDocument')).toBe(true);
  expect(misdeeds).toEqual([]);
});

test('a failed build says why, with its facts; the overview says it too and filters by state', async () => {
  await using watched = await watch(await zooSdist('missing-header'));
  const { page, misdeeds, id } = watched;
  await title(page).toBe(`✗ zoo-missing-header 1.0 failed on ${target}`);
  await page.locator('.notice', { hasText: 'missing header: zoo/no_such_header.h' }).waitFor();
  await page.locator('.notice code', { hasText: /^zoo\/no_such_header\.h$/ }).waitFor();
  await page.getByRole('link', { name: 'Builds', exact: true }).click();
  await page.getByRole('row', { name: 'zoo-missing-header' }).getByText('missing header').waitFor();
  await page.getByRole('button', { name: 'succeeded' }).click();
  await page.getByRole('row', { name: 'zoo-missing-header' }).waitFor({ state: 'detached' });
  expect(new URL(page.url()).search).toBe('?state=succeeded');
  await page.goto(farm.url);
  const causes = page.getByRole('region', { name: 'Failures by cause' });
  expect(await causes.getByRole('button').count()).toBe(0);
  await causes.getByRole('link', { name: '1 build: missing header: zoo/no_such_header.h' }).click();
  await page.getByRole('row', { name: 'zoo-missing-header' }).waitFor();
  expect(new URL(page.url()).searchParams.get('cause')).toBe('missing-header:zoo/no_such_header.h');
  await page.goto(`${farm.url}/?state=failed&project=zoo-missing-header`);
  await page.getByRole('link', { name: 'zoo-missing-header 1.0' }).click();
  await title(page).toContain('✗ zoo-missing-header');
  expect(page.url()).toBe(`${farm.url}/builds/${id}`);
  expect(misdeeds).toEqual([]);
});

test('markup in what a build says of itself stays text wherever the page repeats it', async () => {
  const words = '<img src=x onerror=alert(1)><b>bold</b>';
  const hostile = setupPy('hostile-words', ", ext_modules=[Extension('hostile_words_ext', ['hostile.c'])]");
  const files = { 'setup.py': hostile, 'hostile_words.py': '', 'hostile.c': `#error ${words}\n` };
  await using watched = await watch(await makeSmallSdist({ folder, name: 'hostile-words', files }));
  const { page, misdeeds } = watched;
  await title(page).toContain('✗ hostile-words');
  expect(await page.locator('.notice .sentence').textContent()).toContain(words);
  await page.getByRole('link', { name: 'Builds', exact: true }).click();
  await page.getByRole('row', { name: 'hostile-words' }).getByText(words).waitFor();
  expect(await page.locator('img, b').count()).toBe(0);
  expect(misdeeds).toEqual([]);
});

test('who logs in with a token may cancel and retry, until they log out; without one they read why they may not', async () => {
  await using watched = await watch(await zooSdist('never-ends'));
  const { page, misdeeds } = watched;
  await logLine(page, 'still at it').first().waitFor();
  expect(await page.getByRole('button', { name: 'Cancel' }).isDisabled()).toBe(true);
  await page.getByText('Log in with a token that has the scope build to change it.').waitFor();
  await typeToken(page, 'wheelyard_nobody-knows-this-token');
  await page.getByText('the farm does not know this token').waitFor();
  await typeToken(page, farm.token);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await title(page).toContain('– zoo-never-ends 1.0 cancelled');
  await page.getByRole('button', { name: 'Retry' }).click();
  await title(page).toContain('▶ zoo-never-ends 1.0 building');
  await page.getByText(/^attempt \d+\.2: build/).waitFor();
  await logLine(page, 'still at it').first().waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await title(page).toContain('cancelled');
  const [cookie, ...others] = await page.context().cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  expect(await page.evaluate('document.cookie')).toBe('');
  expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
  await page.reload();
  await page.getByRole('button', { name: 'Retry' }).waitFor();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByText('Log in with a token that has the scope build to change it.').waitFor();
  expect(await page.getByRole('button', { name: 'Retry' }).isDisabled()).toBe(true);
  expect(await page.context().cookies()).toEqual([]);
  expect(misdeeds).toEqual([]);
});

test('whoever has a token builds all again that failed of one cause', async () => {
  await using watched = await watch(await zooSdist('missing-header'));
  const { page, misdeeds } = watched;
  await title(page).toContain('✗ zoo-missing-header');
  await page.goto(farm.url);
  await typeToken(page, farm.token);
  const causes = page.getByRole('region', { name: 'Failures by cause' });
  await causes.getByRole('listitem').filter({ hasText: 'missing header' }).getByRole('button').click();
  await page
    .getByRole('row', { name: 'zoo-missing-header' })
    .getByText(/queued|building/)
    .waitFor();
  expect(misdeeds).toEqual([]);
});

test('of a long log only what is in sight is in the document; it is followed until somebody scrolls up', async () => {
  const lines = 20_000;
  const setup = `if "bdist_wheel" in __import__("sys").argv:\n    for i in range(${lines}): print("line", i)\n${setupPy('long-log')}`;
  const files = { 'setup.py': setup, 'long_log.py': '' };
  await using watched = await watch(await makeSmallSdist({ folder, name: 'long-log', files }));
  const { page, misdeeds } = watched;
  await title(page).toContain('✓ long-log');
  await logStatus(page).toMatch(/^20,\d{3} lines$/);
  await logLine(page, 'runtime image').waitFor();
  expect(await page.locator('.log-row').count()).toBeLessThan(300);
  await page.getByRole('log').press('Home');
  await page.getByText(/^attempt \d+\.1: build/).waitFor();
  await logLine(page, 'runtime image').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'To the end' }).click();
  await logLine(page, 'runtime image').waitFor();
  expect(misdeeds).toEqual([]);
});

test('a page outlives the server: it says that nobody answers, and goes on where it was', async () => {
  const ticking = `import time\nwhile True:\n    print("tick", flush=True)\n    time.sleep(0.5)\n`;
  await using watched = await watch(
    await makeSmallSdist({ folder, name: 'ticking', files: { 'setup.py': ticking } }),
  );
  const { page, misdeeds, id } = watched;
  await page.evaluate('globalThis.isSameDocument = true');
  await logLine(page, 'tick').first().waitFor();
  const { port } = new URL(farm.url);
  await farm[Symbol.asyncDispose]();
  await page.getByText('The farm does not answer').waitFor();
  await logStatus(page).toContain('trying again');
  farm = await openTestFarm({
    environment: { ...environment, WHEELYARD_PORT: port },
    folder,
    dashboardFolder: inject('dashboardFolder'),
  });
  await page.getByText('The farm does not answer').waitFor({ state: 'detached' });
  await logStatus(page).toContain('now in phase');
  await farm.request('POST', `/api/builds/${id}/cancel`);
  await title(page).toContain('– ticking 1.0 cancelled');
  expect(await page.locator('.log-attempt', { hasText: `attempt ${id}.1:` }).count()).toBe(1);
  expect(await page.evaluate('globalThis.isSameDocument')).toBe(true);
  expect(misdeeds).toEqual([]);
});
