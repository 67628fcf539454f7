import { expect, inject, test } from 'vitest';
import type { AttemptOutcome } from '../../src/domain/outcome.ts';
import type { FoundPackage } from '../../src/domain/found-package.ts';
import {
  addBuildOf,
  buildPlanOf,
  failedOutcome,
  nextAttempt,
  wheelOf,
} from '../contracts/catalogue-samples.ts';
import { openFarm } from '../http/farm-under-test.ts';
import { openBrowser, openPage } from './open-browser.ts';

const found: readonly FoundPackage[] = [
  { package: 'libyaml-dev', wants: { kind: 'header', name: 'yaml.h' }, because: 'diagnosis' },
];

test('a build page tells what was missing, what was added for it and whether it was used; on a phone, too', async () => {
  await using farm = await openFarm({ dashboardFolder: inject('dashboardFolder') });
  const { catalogue } = farm;
  const build = await addBuildOf(catalogue, 'lxml');
  const first = await catalogue.addAttempt(build.id, nextAttempt);
  await catalogue.moveBuild(build.id, { from: 'queued', to: { name: 'queued', attempt: null }, at: 4000 });
  const second = await catalogue.addAttempt(build.id, {
    ...nextAttempt,
    plan: (id) => ({ ...buildPlanOf(id), found }),
  });
  if (first === null || second === null) throw new Error('the sample does not fit');
  const evidence = { ...failedOutcome.evidence, log: null, openedPackages: ['libyaml-dev'] };
  const built: AttemptOutcome = { kind: 'built', wheel: wheelOf('lxml'), evidence };
  await catalogue.endAttempt(first.id, failedOutcome, 4000);
  await catalogue.endAttempt(second.id, built, 5000);
  await using stack = new AsyncDisposableStack();
  const browser = stack.adopt(await openBrowser(), (one) => one.close());
  await using opened = await openPage(browser, { url: farm.url, path: `/builds/${build.id}` });
  const { page, misdeeds } = opened;
  const story = page.getByRole('list', { name: 'Story' }).getByRole('listitem');
  await story.first().waitFor();
  expect(await story.allTextContents()).toEqual([
    `${first.id} ✗ missing header: yaml.h`,
    '+ libyaml-dev',
    `${second.id} ✓ built`,
  ]);
  const states = page.getByRole('region', { name: 'Timeline' }).getByRole('listitem');
  expect(await states.count()).toBe(2);
  expect(await states.first().textContent()).toMatch(/^○queued2\.0 s/);
  const rows = page.getByRole('table').getByRole('row');
  expect(await rows.nth(1).textContent()).toContain('+ libxml2-dev+ libxslt1-dev');
  expect(await rows.nth(2).getByRole('cell').first().textContent()).toBe('as before');
  await page.getByText(`wheelyard reproduce ${second.id} --url ${farm.url}/`).waitFor();
  await rows.nth(2).getByRole('link').click();
  expect(new URL(page.url()).hash).toBe('#L2');
  expect(await rows.nth(2).getByRole('link').getAttribute('aria-current')).toBe('true');
  await page.getByText('libyaml-dev for header yaml.h (diagnosis), opened').waitFor();
  await page.getByText('fatal error: yaml.h: No such file').first().waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
  expect(misdeeds).toEqual([]);
}, 60_000);
