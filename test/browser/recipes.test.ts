import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BuildId } from '../../src/domain/build-state.ts';
import { parseRecipeFile } from '../../src/domain/recipe-file.ts';
import { bookworm, trixie } from '../http/farm-under-test.ts';
import { logIn } from './log-in.ts';
import { openShownFarm, type ShownFarm } from './open-shown-farm.ts';

const text =
  '# Links <b>libldap</b>.\nproject: python-ldap\nsystem-packages:\n  debian-13:\n    - libldap-dev\n';
let shown: ShownFarm;

beforeAll(async () => {
  const file = { name: 'python-ldap.yaml', text };
  const recipe = parseRecipeFile(file, { patches: new Map(), targets: [bookworm, trixie] });
  if (!recipe.ok) throw new Error(JSON.stringify(recipe.problem));
  const { project } = recipe.value;
  shown = await openShownFarm({
    recipes: new Map([[project, recipe.value]]),
    recipeTexts: new Map([[project, text]]),
  });
  for (const target of [bookworm, trixie]) {
    await shown.farm.catalogue.keepLearnedRecipe({
      project,
      target: target.name,
      packages: [{ package: 'libldap2-dev', wants: { kind: 'header', name: 'ldap.h' } }],
      extraRequires: [],
      loosened: [],
      versions: { lowest: '3.4' as never, highest: '3.5' as never },
      build: 7 as BuildId,
      attempts: 2,
      learnedAt: Date.now(),
    });
  }
}, 120_000);

afterAll(() => shown[Symbol.asyncDispose]());

test('what was learned is shown as a diff against the present recipe, downloaded, and forgotten when told so', async () => {
  await using opened = await shown.open('/recipes');
  const { page, misdeeds } = opened;
  await page.getByRole('row', { name: /debian-13-cp313-amd64.*✓ in a recipe/ }).waitFor();
  await page.getByText('Links <b>libldap</b>.').waitFor();
  await page.getByRole('button', { name: 'The recipe of python-ldap' }).click();
  expect(await page.locator('pre.file').textContent()).toBe(text);
  await page
    .getByRole('row', { name: /debian-12.*○ to be read/ })
    .getByRole('link', { name: 'python-ldap' })
    .click();
  const diff = page.getByRole('region', { name: 'Changes of python-ldap.yaml' });
  await diff.waitFor();
  expect(await diff.locator('.diff-added .diff-text').allTextContents()).toEqual([
    '# Learned by the farm:',
    expect.stringMatching(/^# debian-12-cp311-amd64: 3\.4 to 3\.5, build 7 after 2 attempts/),
    '#   libldap2-dev for header ldap.h',
    '  debian-12:',
    '    - libldap2-dev',
  ]);
  expect(await diff.locator('.diff-removed').count()).toBe(0);
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Accept: download python-ldap.yaml' }).click();
  expect((await coming).suggestedFilename()).toBe('python-ldap.yaml');
  const forget = page.getByRole('button', { name: `Forget on ${bookworm.name}` });
  expect(await forget.isDisabled()).toBe(true);
  await logIn(page, shown.farm.tokens.build);
  await forget.click();
  await page.getByRole('button', { name: 'Forget it' }).click();
  await page.getByText('there is nothing to accept').waitFor();
  expect(await page.getByRole('heading', { name: bookworm.name }).count()).toBe(0);
  expect(misdeeds).toEqual([]);
});
