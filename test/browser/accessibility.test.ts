import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { dashboardPages } from '../../src/http/dashboard-pages.ts';
import { openFarm, type FarmUnderTest } from '../http/farm-under-test.ts';
import { fillMatrix } from './fill-catalogue.ts';
import { openBrowser } from './open-browser.ts';

/** An address for each of the dashboard's pages: a new page is looked at, too. */
const examples: Readonly<Record<string, readonly string[]>> = {
  '/': ['/'],
  '/builds/:id': ['/builds/1', '/builds/4', '/builds/16'],
  '/matrix': ['/matrix'],
  '/targets': ['/targets'],
  '/campaigns': ['/campaigns'],
  '/campaigns/:id': ['/campaigns/1'],
  '/rebuild': ['/rebuild'],
  '/recipes': ['/recipes'],
  '/recipes/:project/:target': ['/recipes/lxml/debian-12-cp311-amd64'],
  '/workers': ['/workers'],
  '/workers/:name': ['/workers/host-1', '/workers/nobody'],
  '/upstreams': ['/upstreams'],
  '/tokens': ['/tokens'],
  '/targets/:name': ['/targets/debian-12-cp311-amd64', '/targets/nowhere'],
  '/projects/:name': ['/projects/project-0001', '/projects/nobody'],
  '/search': ['/search', '/search?q=project', '/search?q=zzzzz'],
  '/build': ['/build'],
  '/indexes': ['/indexes'],
  '/indexes/:name': ['/indexes/pure', '/indexes/nowhere'],
};

const paths = dashboardPages.map(({ path }) => path).filter((path) => !path.startsWith('/assets/'));

/** How a page is looked at, one after the other: in the dark nothing differs but its colours. */
const views = [
  { name: 'light', colorScheme: 'light', width: 1280, rules: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] },
  { name: 'dark', colorScheme: 'dark', width: 1280, rules: ['color-contrast'] },
  {
    name: 'on a phone',
    colorScheme: 'light',
    width: 360,
    rules: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
  },
] as const;

const opened = new AsyncDisposableStack();
const farms = new Map<string, FarmUnderTest>();
let page: Page;
const errors: Error[] = [];

beforeAll(async () => {
  const browser = opened.adopt(await openBrowser(), (one) => one.close());
  page = await browser.newPage();
  page.on('pageerror', (error) => errors.push(error));
  for (const projects of [0, 60]) {
    const farm = opened.use(await openFarm({ dashboardFolder: inject('dashboardFolder') }));
    fillMatrix(farm.catalogueFile, projects);
    farms.set(projects === 0 ? 'an empty farm' : 'a farm with builds', farm);
  }
}, 120_000);

afterAll(() => opened.disposeAsync());

/** Waits until a page shows all that it asked for. */
async function show(url: string): Promise<void> {
  await page.goto(url);
  await page.locator('h1').first().waitFor();
  await expect.poll(() => page.locator('[aria-busy=true]').count(), { timeout: 30_000 }).toBe(0);
  await page.evaluate(axe.source);
}

/** What the page does against the rules of WCAG 2.1, A and AA, contrast among them: each with where. */
async function findViolations({
  width,
  colorScheme,
  rules,
}: (typeof views)[number]): Promise<readonly string[]> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
  const results: AxeResults = await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(rules)} })`);
  const isWide = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
  return [
    ...(isWide === true ? [`wider than ${width} px`] : []),
    ...results.violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 5).map((node) => `${id}: ${node.html.slice(0, 200)} (${node.failureSummary ?? ''})`),
    ),
  ];
}

test.each(paths)('%s can be read by everybody, in both themes and on a phone', async (path) => {
  const addresses = examples[path] ?? [];
  expect(addresses, 'an example of every page').not.toEqual([]);
  for (const [which, farm] of farms) {
    for (const address of addresses) {
      await show(`${farm.url}${address}`);
      for (const view of views) {
        expect.soft(await findViolations(view), `${address} of ${which}, ${view.name}`).toEqual([]);
      }
      // A page that broke says so, which everybody can read, too.
      expect(errors, `${address} of ${which}`).toEqual([]);
    }
  }
});
