import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dashboardPages } from '../../src/http/dashboard-pages.ts';
import { openFarm, type FarmUnderTest } from '../http/farm-under-test.ts';
import { buildDashboardApart } from './build-dashboard.ts';
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
  '/tokens': ['/tokens'],
  '/targets/:name': ['/targets/debian-12-cp311-amd64', '/targets/nowhere'],
  '/projects/:name': ['/projects/project-0001', '/projects/nobody'],
  '/search': ['/search', '/search?q=project', '/search?q=zzzzz'],
  '/build': ['/build'],
  '/indexes': ['/indexes'],
  '/indexes/:name': ['/indexes/pure', '/indexes/nowhere'],
};

const paths = dashboardPages.map(({ path }) => path).filter((path) => !path.startsWith('/assets/'));

const views = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 360 },
] as const;

const opened = new AsyncDisposableStack();
const farms = new Map<string, FarmUnderTest>();
let browser: Browser;

beforeAll(async () => {
  const pages = opened.use(await buildDashboardApart());
  browser = opened.adopt(await openBrowser(), (one) => one.close());
  for (const projects of [0, 60]) {
    const farm = opened.use(await openFarm({ dashboardFolder: pages.path }));
    fillMatrix(farm.catalogueFile, projects);
    farms.set(projects === 0 ? 'an empty farm' : 'a farm with builds', farm);
  }
}, 120_000);

afterAll(() => opened.disposeAsync());

/** What a page does against the rules of WCAG 2.1, A and AA, contrast among them: each with where. */
async function findViolations(
  url: string,
  { width, colorScheme }: (typeof views)[number],
): Promise<readonly string[]> {
  await using page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  await page.goto(url);
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('load');
  await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
  await page.evaluate(axe.source);
  const results: AxeResults = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })`,
  );
  const isWide = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
  return [
    ...(isWide === true ? [`wider than ${width} px`] : []),
    ...results.violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 5).map((node) => `${id}: ${node.html.slice(0, 200)} (${node.failureSummary ?? ''})`),
    ),
  ];
}

test.each(paths)(
  '%s can be read by everybody, in both themes and on a phone',
  async (path) => {
    const addresses = examples[path] ?? [];
    expect(addresses, 'an example of every page').not.toEqual([]);
    for (const [which, farm] of farms) {
      for (const address of addresses) {
        for (const view of views) {
          const violations = await findViolations(`${farm.url}${address}`, view);
          expect
            .soft(violations, `${address} of ${which}, ${view.colorScheme}, ${view.width} px`)
            .toEqual([]);
        }
      }
    }
  },
  120_000,
);
