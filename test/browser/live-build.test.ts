import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openTestServer, type TestServer } from '../farm/open-test-server.ts';
import { giveSign, makePatientSdist, waitingWords } from '../farm/patient-sdist.ts';
import { sandboxOf } from '../farm/witness.ts';
import { openBrowser, openPage } from './open-browser.ts';

const target = 'debian-12-cp311-amd64';
const opened = new AsyncDisposableStack();
let sdists = '';
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  sdists = opened.use(await mkdtempDisposable(join(tmpdir(), 'wy-live-'))).path;
  server = opened.use(await openTestServer({}, { dashboardFolder: inject('dashboardFolder') }));
  await server.startWorker({ name: 'steady' });
  browser = opened.adopt(await openBrowser(), (one) => one.close());
});

afterAll(() => opened.disposeAsync());

const title = (page: Page) => expect.poll(() => page.title(), { timeout: 120_000 });
const iconOf = (page: Page) => page.locator('link[rel=icon]').getAttribute('href');
const logLine = (page: Page, text: string) => page.locator('.log-row .words', { hasText: text });

/** Logs in, gives the form an sdist, and is at the build that comes of it; the document stays the same all along. */
async function startInPage(page: Page, name: string): Promise<number> {
  await page.evaluate('globalThis.isSameDocument = true');
  await page.getByLabel('Token').fill(server.token);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
  await page.getByRole('link', { name: 'Start a build' }).click();
  await page
    .getByLabel('or an sdist')
    .setInputFiles(await makePatientSdist(sdists, { name, stage: 'build' }));
  await page.getByRole('checkbox', { name: target }).waitFor();
  await page.getByRole('button', { name: 'Build on 1 target' }).click();
  await page.getByRole('heading', { level: 1, name: `${name.replaceAll('_', '-')} 1.0` }).waitFor();
  return Number(new URL(page.url()).pathname.replace('/builds/', ''));
}

test('a build is started in the page and followed live to its end', async () => {
  await using shown = await openPage(browser, { url: server.url, path: '/' });
  const { page, misdeeds } = shown;
  const id = await startInPage(page, 'started_here');
  await logLine(page, waitingWords).waitFor();
  await title(page).toBe(`▶ started-here 1.0 building on ${target}`);
  const busy = await iconOf(page);
  await giveSign(await sandboxOf(server.redisUrl, `${id}.1`));
  await title(page).toBe(`✓ started-here 1.0 succeeded on ${target}`);
  await logLine(page, 'runtime image').first().waitFor();
  await page.locator('code', { hasText: 'pip install' }).waitFor();
  expect(await iconOf(page)).not.toBe(busy);
  expect(await page.evaluate('globalThis.isSameDocument')).toBe(true);
  await page.goto(`${server.url}/projects/started-here`);
  await page.getByRole('row', { name: new RegExp(`${target} 1\\.0`) }).waitFor();
  expect(misdeeds).toEqual([]);
});

test('a restart of the server in the middle of a build: the page says so, heals, and shows the end', async () => {
  await using shown = await openPage(browser, { url: server.url, path: '/' });
  const { page, misdeeds } = shown;
  const id = await startInPage(page, 'server_away');
  await logLine(page, waitingWords).waitFor();
  const sandbox = await sandboxOf(server.redisUrl, `${id}.1`);
  await server.stopServe();
  await page.getByText('The farm does not answer').waitFor();
  expect(await logLine(page, waitingWords).count()).toBe(1);
  // The worker goes on alone.
  await giveSign(sandbox);
  await server.startServe();
  await page.getByText('The farm does not answer').waitFor({ state: 'detached' });
  await title(page).toBe(`✓ server-away 1.0 succeeded on ${target}`);
  await logLine(page, 'runtime image').first().waitFor();
  expect(await logLine(page, waitingWords).count()).toBe(1);
  expect(await page.evaluate('globalThis.isSameDocument')).toBe(true);
  expect(misdeeds).toEqual([]);
});
