import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildStateNames } from '../../src/domain/build-state.ts';
import { addBuildOf, projectNamed } from '../contracts/catalogue-samples.ts';
import { fillMatrix } from './fill-catalogue.ts';
import { openShownFarm, type ShownFarm } from './open-shown-farm.ts';

const projects = 5000;
let shown: ShownFarm;

beforeAll(async () => {
  shown = await openShownFarm();
  fillMatrix(shown.farm.catalogueFile, projects);
}, 120_000);

afterAll(() => shown[Symbol.asyncDispose]());

const cellOf = (row: number, column: number) => `[data-cell="${row}:${column}"]`;

test('of 5,000 projects on 4 targets the document holds what is in sight', async () => {
  await using opened = await shown.open('/targets');
  const { page, misdeeds } = opened;
  // Measured in the page: the time that the test itself takes to look is not the page's.
  const milliseconds = await page.evaluate<number>(`(async () => {
    const asked = performance.now();
    document.querySelector('nav a[href="/matrix"]').click();
    while (document.querySelector('[data-cell="0:4"]') === null) await new Promise(requestAnimationFrame);
    return performance.now() - asked;
  })()`);
  // Told, not held: a busy machine takes longer.
  console.info(`5,000 projects x 4 targets: painted after ${Math.round(milliseconds)} ms`);
  await page.getByLabel('Project', { exact: true }).fill('project-42');
  await page.getByText('100 of 5,000 projects').waitFor();
  expect(await page.locator('.matrix tbody tr').count()).toBe(100);
  await page.getByLabel('Project', { exact: true }).fill('');
  expect(await page.locator('.matrix tbody tr').count()).toBeLessThan(200);
  expect(misdeeds).toEqual([]);
});

test('the keyboard goes to every cell; a cell tells why it is as it is, and leads to its build', async () => {
  await using opened = await shown.open('/matrix?cause=missing-header');
  const { page, misdeeds } = opened;
  await page.locator(cellOf(0, 1)).focus();
  await page.keyboard.press('Control+End');
  const last = page.locator('.matrix :focus');
  expect(await last.getAttribute('aria-label')).toMatch(/^project-4\d+ 1\.0 on rocky-9-cp39-amd64: /);
  await page.keyboard.press('Control+Home');
  const failed = page.getByRole('link', { name: /: failed, missing-header:yaml\.h$/ }).first();
  await failed.focus();
  const hint = page.getByRole('tooltip');
  await hint.getByText('missing header: yaml.h').waitFor();
  expect(await hint.textContent()).toMatch(/failed for \d+ (min|h|d)/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /project-\d+ 1\.0/ }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/builds\/\d+$/);
  expect(misdeeds).toEqual([]);
});

test('a filter stands in the address; each state has a sign besides its colour', async () => {
  await using opened = await shown.open('/matrix');
  const { page, misdeeds } = opened;
  await page.getByRole('button', { name: /failed/ }).click();
  await page.locator('.filters select').nth(1).selectOption('missing-program:cargo');
  await page.locator('.filters select').nth(0).selectOption('debian-13-cp313-amd64');
  await page.getByText(/^\d+ of 5,000 projects$/).waitFor();
  const { searchParams } = new URL(page.url());
  expect(Object.fromEntries(searchParams)).toEqual({
    state: 'failed',
    cause: 'missing-program:cargo',
    target: 'debian-13-cp313-amd64',
  });
  const signs = await page.locator('.cell .glyph').allTextContents();
  expect(new Set(signs)).toEqual(new Set(['✗']));
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByText('5,000 projects', { exact: true }).waitFor();
  const all = await page.locator('.cell .glyph').allTextContents();
  expect(new Set(all).size).toBe(buildStateNames.length);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
  expect(misdeeds).toEqual([]);
});

test('a cell changes under the eye, without a reload and without being asked for', async () => {
  await using opened = await shown.open('/matrix?text=project-0000');
  const { page, misdeeds } = opened;
  const asked: string[] = [];
  await page.getByRole('link', { name: 'project-0000', exact: true }).waitFor();
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const cell = page.locator('[data-cell="0:1"]');
  expect(await cell.getAttribute('aria-label')).toContain('queued');
  const { catalogue } = shown.farm;
  const [build] = await catalogue.listBuilds({
    project: projectNamed('project-0000'),
    states: ['queued'],
    limit: 1,
  });
  if (build === undefined) throw new Error('the sample has a queued build');
  await catalogue.moveBuild(build.id, {
    from: 'queued',
    to: { name: 'cancelled', by: 'anna' },
    at: Date.now(),
  });
  await page.getByRole('link', { name: /cancelled/ }).waitFor();
  await addBuildOf(catalogue, 'project-0000-new');
  await page.getByRole('link', { name: 'project-0000-new', exact: true }).waitFor();
  expect(asked).toEqual([]);
  expect(misdeeds).toEqual([]);
});
