import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import type { AttemptOutcome } from '../../src/domain/outcome.ts';
import {
  addBuildOf,
  buildPlanOf,
  failedOutcome,
  nextAttempt,
  wheelOf,
} from '../contracts/catalogue-samples.ts';
import { writeWheel } from '../python/write-wheel.ts';
import { keepFailedBuild, lineOf } from './keep-log.ts';
import { openShownFarm, type ShownFarm } from './open-shown-farm.ts';

const markup = '<img src=x onerror=alert(1)><b>bold</b><script>alert(2)</script>';
const turned = 'safe\u202Egnp.exe\u202C';
const cause = `error: ${markup} \u001b[1m\u001b[31mdone\u001b[0m \u001b]0;title\u0007 ${turned}`;

/* As no worker of ours keeps them: its log writer would have cut and marked most of this. */
const hostileLines = [
  markup,
  '\u001b[2J\u001b[1;1H\u001b[10Acursor moves\u001b7\u001b8',
  '\u001b]8;;https://evil.example/\u001b\\a link\u001b]8;;\u001b\\',
  '\u001b]0;another title\u0007\u001b]2;title\u001b\\',
  `\u001b[${'1;'.repeat(50_000)}31mvery long colour`,
  '\u001b[31m\u001b[0m'.repeat(20_000),
  `${turned} \u2066isolated\u2069 \u200f \u2028 \u2029`,
  '\u0000'.repeat(3000),
  'x'.repeat(1024 * 1024),
  '\r'.repeat(10_000),
  `${'y'.repeat(200)}${' \u0301'.repeat(500)}`,
  '\u009b31m C1 \u0085 \u{e0041}tag',
  cause,
  'after the flood',
];

/** What a page must not even hold as text: it would act on its own line, or hide. */
const unseen = String.raw`/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/`;

let shown: ShownFarm;
let failedBuild = 0;
let builtBuild = 0;

beforeAll(async () => {
  shown = await openShownFarm();
  const { catalogue, blobs } = shown.farm;
  const failure: Failure = { kind: 'compile-error', file: `${turned}.c`, message: cause, line: cause };
  failedBuild = await keepFailedBuild(
    shown.farm,
    hostileLines.map((text, number) => lineOf(number, text)),
    {
      project: 'hostile-log',
      failure,
    },
  );
  const files = [
    { name: `${markup}\u0007`, content: '' },
    { name: `${turned}.py`, flags: 0x800 },
  ];
  const { sha256 } = await blobs.put(Readable.from([writeWheel({ files })]));
  const build = await addBuildOf(catalogue, 'hostile-words', { requestedBy: `${markup}${turned}` });
  const attempt = await catalogue.addAttempt(build.id, {
    ...nextAttempt,
    plan: (id) => ({ ...buildPlanOf(id), extraRequires: [`${markup} ; ${turned}`] }),
  });
  if (attempt === null) throw new Error('the build is not queued');
  const built: AttemptOutcome = {
    kind: 'built',
    wheel: { ...wheelOf('lxml'), sha256, extensions: [{ path: markup, needed: [`${markup}${turned}`] }] },
    evidence: {
      ...failedOutcome.evidence,
      log: null,
      worker: `${turned}${markup}`,
      requirements: [{ requirement: markup, version: turned, source: 'farm' }],
      linkedLibraries: { [`${markup}\u0000`]: turned },
      skippedExtensions: [`${markup}\u001b[2J`],
      imports: [{ module: markup, result: 'lacks-dependency', dependency: turned }],
    },
  };
  await catalogue.endAttempt(attempt.id, built, 4000);
  await catalogue.moveBuild(build.id, { from: 'queued', to: { name: 'cancelled', by: markup }, at: 5000 });
  builtBuild = build.id;
}, 60_000);

afterAll(() => shown[Symbol.asyncDispose]());

const strangers = 'main img, main b, main script, main iframe, .log-box a[href^="http"]';

test('a log that tries everything stays text of one line each, and the page stays usable', async () => {
  await using opened = await shown.open(`/builds/${failedBuild}#L1.1`);
  const { page, misdeeds } = opened;
  const words = page.locator('.log-row .words');
  await words.filter({ hasText: 'after the flood' }).waitFor();
  expect(await words.count()).toBe(hostileLines.length);
  expect(await words.first().textContent()).toBe(markup);
  expect(await words.nth(1).textContent()).toBe('␛[2J␛[1;1H␛[10Acursor moves␛7␛8');
  expect(await words.nth(2).textContent()).toBe('␛]8;;https://evil.example/␛\\a link␛]8;;␛\\');
  expect(await words.nth(6).textContent()).toContain('safe<U+202E>gnp.exe<U+202C> <U+2066>isolated');
  expect(await words.nth(7).textContent()).toBe('␀'.repeat(3000));
  expect(await words.nth(8).textContent()).toContain('… 1,028,576 more characters, in the raw log');
  const heights = await page
    .locator('.log-row')
    .evaluateAll((rows) => [...new Set(rows.map((row) => row.getBoundingClientRect().height))]);
  expect(heights).toEqual([18]);
  expect(await page.evaluate(`${unseen}.test(document.body.textContent)`)).toBe(false);
  expect(await page.locator(strangers).count()).toBe(0);
  expect(await page.title()).toBe('✗ hostile-log 1.0 failed on debian-12-cp311-amd64');
  await page.getByRole('button', { name: 'To the cause' }).click();
  await page.locator('.log-row.marked.cause', { hasText: 'done' }).waitFor();
  await page.getByLabel('Search the log').fill('THE FLOOD');
  await page.keyboard.press('Enter');
  await page.locator('.log-row.marked', { hasText: 'after the flood' }).waitFor();
  expect(misdeeds).toEqual([]);
});

test("hostile facts, names and files stay text, with signs for what can't be seen, wherever they show", async () => {
  await using opened = await shown.open(`/builds/${builtBuild}`);
  const { page, misdeeds } = opened;
  await page.getByText('3 files in the wheel').click();
  await page.locator('.wheel-files li', { hasText: 'safe<U+202E>gnp.exe<U+202C>.py' }).waitFor();
  await page.locator('.wheel-files li', { hasText: `${markup}␇` }).waitFor();
  await page.getByText(`Cancelled by ${markup}.`).waitFor();
  await page.getByText(`+ requires ${markup} ; safe<U+202E>gnp.exe<U+202C>`).waitFor();
  for (const path of [
    `/builds/${builtBuild}`,
    `/builds/${failedBuild}`,
    '/',
    '/?state=failed',
    '/matrix',
    '/projects/hostile-log',
    '/search?q=error',
  ]) {
    await page.goto(new URL(path, page.url()).href);
    await page.getByText('hostile-log').or(page.getByText('hostile-words')).first().waitFor();
    await page
      .getByText(path.startsWith('/builds') ? 'Attempts' : 'hostile-log')
      .first()
      .waitFor();
    const isObeyed = await page.evaluate(`${unseen}.test(document.body.textContent)`);
    const elements = await page.locator(strangers).count();
    expect({ path, isObeyed, elements }).toEqual({ path, isObeyed: false, elements: 0 });
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(new URL(`/builds/${failedBuild}`, page.url()).href);
  await page.locator('.cause-line').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
  expect(misdeeds).toEqual([]);
});
