import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identityOf } from '../../src/domain/image.ts';
import type { LogLine } from '../../src/domain/log-line.ts';
import { attemptOfRefresh, type RefreshId, type TargetImages } from '../../src/domain/refresh.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { addBuildOf } from '../contracts/catalogue-samples.ts';
import { bookworm } from '../http/farm-under-test.ts';
import { logIn } from './log-in.ts';
import { openShownFarm, type ShownFarm } from './open-shown-farm.ts';

let shown: ShownFarm;

beforeAll(async () => {
  shown = await openShownFarm();
  await addBuildOf(shown.farm.catalogue, 'lxml');
}, 120_000);

afterAll(() => shown[Symbol.asyncDispose]());

/** Images as a worker describes them. */
async function keepImages(manifest: readonly string[]): Promise<TargetImages> {
  const facts = JSON.stringify({ identity: identityOf(manifest), manifest, libraries: {} });
  await shown.farm.blobs.put(Readable.from([facts]));
  const image = { identity: identityOf(manifest), facts: sha256Of(facts) };
  return { build: image, runtime: image };
}

const lineOf = (number: number, text: string): LogLine => ({
  number,
  at: 1_700_000_000_000,
  phase: 'image',
  voice: 'farm',
  text,
});

test('a target is refreshed in the page, its log followed, and the difference of its packages told', async () => {
  const { catalogue, liveLogs, tokens } = shown.farm;
  const first = await catalogue.addRefresh({ target: bookworm.name, requestedBy: 'anna' }, 1);
  const before = await keepImages(['libssl3=3.0.1', 'python3=3.11']);
  const failure = { kind: 'no-such-os-package', packages: ['python3.99'] } as const;
  await catalogue.endRefresh(first.refresh.id, { name: 'failed', failure, endedAt: 2 });
  await using opened = await shown.open(`/targets/${bookworm.name}`);
  const { page, misdeeds } = opened;
  await page.getByText('no OS package python3.99', { exact: false }).first().waitFor();
  expect(await page.getByRole('link', { name: '1 queued' }).getAttribute('href')).toBe(
    `/?state=queued&target=${bookworm.name}`,
  );
  const refresh = page.getByRole('button', { name: 'Refresh images' });
  expect(await refresh.isDisabled()).toBe(true);
  await page.getByText('Log in with a token that has the scope admin to refresh images.').waitFor();
  await logIn(page, tokens.admin);
  await refresh.click();
  await page.getByText('▶ being made').waitFor();
  const [making] = await catalogue.listRefreshesInMaking();
  const id = making?.id ?? (0 as RefreshId);
  await liveLogs.append(attemptOfRefresh(id), [lineOf(0, '<b>pulling</b> the base')]);
  await page.locator('.log-row', { hasText: '<b>pulling</b> the base' }).waitFor();
  const after = await keepImages(['libssl3=3.0.2', 'python3=3.11', 'libnew1=1']);
  await catalogue.endRefresh(id, { name: 'made', before, after, endedAt: Date.now() });
  await page.getByText('✓ new images').waitFor();
  await page.getByRole('heading', { name: 'runtime image: 1 changed, 1 added, 0 removed' }).waitFor();
  await page.getByText('~ libssl3 3.0.1 → 3.0.2').first().waitFor();
  expect(await page.getByRole('link', { name: 'Rebuild…' }).getAttribute('href')).toBe(
    `/rebuild?target=${bookworm.name}`,
  );
  expect(misdeeds).toEqual([]);
});
