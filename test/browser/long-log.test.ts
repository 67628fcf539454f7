import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepFailedBuild, lineOf } from './keep-log.ts';
import { openShownFarm, type ShownFarm } from './open-shown-farm.ts';

const lines = 200_000;
const cause = 123_456;
let shown: ShownFarm;
let id = 0;

const hostile = [
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '\u001b]0;title\u0007\u001b[31mred\u001b[0m \u001b[2Jcleared',
  'user \u202Etxt.exe\u202C end',
  'x'.repeat(64 * 1024),
];

beforeAll(async () => {
  shown = await openShownFarm();
  const log = Array.from({ length: lines }, (_, number) => {
    const [phase, text] =
      number < 1000 ? (['unpack', 'unpacked'] as const) : (['build', 'compiled'] as const);
    if (number === cause) return lineOf(number, 'ext.c:1: fatal error: yaml.h: No such file');
    return lineOf(number, hostile[number] ?? `${text} file ${number}`, phase);
  });
  id = await keepFailedBuild(shown.farm, log);
}, 120_000);

afterAll(() => shown[Symbol.asyncDispose]());

test('the end of 200,000 lines is shown without the rest; the page never holds more than it shows', async () => {
  await using opened = await shown.open('/matrix');
  const { page, misdeeds } = opened;
  await page.getByRole('link', { name: 'lxml', exact: true }).waitFor();
  const milliseconds = await page.evaluate<number>(`(async () => {
    const asked = performance.now();
    document.querySelector('a[href="/builds/${id}"]').click();
    const isThere = () => [...document.querySelectorAll('.log-row .words')].at(-1)?.textContent.endsWith('file 199999');
    while (!isThere()) await new Promise(requestAnimationFrame);
    return performance.now() - asked;
  })()`);
  // Told, not held: a busy machine takes longer.
  console.info(`200,000 lines: the last one painted after ${Math.round(milliseconds)} ms`);
  await page.getByRole('region', { name: 'Log' }).getByText('200,000 lines', { exact: true }).waitFor();
  expect(await page.locator('.log-row').count()).toBeLessThan(300);
  await page.locator('.log-box').evaluate((box) => box.scrollTo(0, 18 * 100_000));
  await page.locator('.words', { hasText: 'compiled file 99990' }).waitFor();
  expect(await page.locator('.log-row').count()).toBeLessThan(300);
  expect(misdeeds).toEqual([]);
});

test('who scrolls through a long log finds its lines there', async () => {
  await using opened = await shown.open(`/builds/${id}`);
  const { page, misdeeds } = opened;
  await page.locator('.words', { hasText: 'file 199999' }).waitFor();
  const frames = await page.evaluate<{ readonly blank: number; readonly coming: number }>(`(async () => {
    const box = document.querySelector('.log-box');
    const frames = { blank: 0, coming: 0 };
    for (let frame = 0; frame < 200; frame++) {
      box.scrollTop -= 90;
      await new Promise(requestAnimationFrame);
      const { left, top, height } = box.getBoundingClientRect();
      const seen = [0.05, 0.5, 0.95].map((part) => document.elementFromPoint(left + 40, top + height * part)?.closest('.log-row'));
      if (seen.some((row) => !row)) frames.blank += 1;
      if (seen.some((row) => row?.classList.contains('log-coming'))) frames.coming += 1;
    }
    return frames;
  })()`);
  console.info(`of 200 frames, ${frames.coming} showed a line that was still on its way`);
  expect(frames.blank).toBe(0);
  expect(misdeeds).toEqual([]);
});

test('the cause is found in a long log, so is any text; a line can be sent to somebody, a phase folded', async () => {
  await using opened = await shown.open(`/builds/${id}`);
  const { page, misdeeds } = opened;
  await page.getByRole('button', { name: 'To the cause' }).click();
  const marked = page.locator('.log-row.marked');
  await marked.getByText('fatal error: yaml.h').waitFor();
  expect(new URL(page.url()).hash).toBe(`#L1.${cause + 1}`);
  await page.reload();
  await marked.getByText('fatal error: yaml.h').waitFor();
  await page.getByLabel('Search the log').fill('FILE 1500');
  await page.keyboard.press('Enter');
  await page.getByText('1 of 111').waitFor();
  await marked.getByText('file 1500', { exact: false }).waitFor();
  await page.getByRole('log').press('n');
  await page.getByText('2 of 111').waitFor();
  await page.getByRole('log').press('N');
  await page.getByText('1 of 111').waitFor();
  await page.getByRole('log').press('Home');
  await page.getByRole('button', { name: /unpack 1,000 lines/ }).click();
  await page.locator('.words', { hasText: 'compiled file 1001' }).waitFor();
  expect(await page.locator('.words', { hasText: 'unpacked' }).count()).toBe(0);
  expect(misdeeds).toEqual([]);
});

test('whatever a line holds, it stays the text of one line', async () => {
  await using opened = await shown.open(`/builds/${id}#L1.1`);
  const { page, misdeeds } = opened;
  const words = page.locator('.log-row .words');
  await words.filter({ hasText: '<script>' }).waitFor();
  expect(await words.first().textContent()).toBe(hostile[0]);
  expect(await page.locator('.ansi-ink-1').textContent()).toBe('red');
  expect(await page.locator('.log-box script, .log-box img').count()).toBe(0);
  const heights = await words.evaluateAll((rows) =>
    rows.slice(0, 6).map((row) => row.parentElement?.clientHeight),
  );
  expect(heights).toEqual([18, 18, 18, 18, 18, 18]);
  expect(await page.title()).toContain('lxml');
  expect(misdeeds).toEqual([]);
});
