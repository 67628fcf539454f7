import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { BuildId } from '../../src/domain/build-state.ts';
import { proposeRecipe } from '../../src/domain/propose-recipe.ts';
import { parseRecipeFile } from '../../src/domain/recipe-file.ts';
import type { Recipe } from '../../src/domain/recipe.ts';
import type { Learned } from '../../src/domain/render-learned-recipe.ts';
import type { Target } from '../../src/domain/target.ts';
import { bookworm, release, trixie } from './examples.ts';

const { project, version } = release('python-ldap', '3.4.4');

const learned = (on: Target, name: string): Learned => ({
  target: on,
  recipe: {
    project,
    target: on.name,
    packages: [{ package: name, wants: { kind: 'header', name: 'ldap.h' } }],
    extraRequires: [],
    loosened: [],
    versions: { lowest: version, highest: version },
    build: 17 as BuildId,
    attempts: 2,
    learnedAt: Date.UTC(2026, 3, 5),
  },
});

function read(text: string): { readonly recipe: Recipe; readonly text: string } {
  const file = { name: 'recipes/python-ldap.yaml', text };
  const parsed = parseRecipeFile(file, { patches: new Map(), targets: [bookworm, trixie] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  return { recipe: parsed.value, text };
}

const evidence =
  '# Learned by the farm:\n# debian-13-cp313-amd64: 3.4.4, build 17 after 2 attempts, 2026-04-05\n#   libldap-dev for header ldap.h\n';

it('a release that a recipe names nothing for gets what was learned; the rest of the file stays, comments too', () => {
  const top = '# Talks to LDAP.\n';
  const rest = 'project: python-ldap\nsystem-packages:\n  debian-12: [libldap2-dev] # older\n';
  const wish = {
    present: read(top + rest),
    learned: [learned(bookworm, 'x'), learned(trixie, 'libldap-dev')],
  };
  const proposal = proposeRecipe(project, wish);
  expect(proposal).toBe(`${top}${evidence}${rest}  debian-13:\n    - libldap-dev\n`);
  expect(read(proposal).recipe.systemPackages['debian-13']).toEqual(['libldap-dev']);
});

it.each([
  ['a recipe of something else', 'project: python-ldap\nenvironment:\n  LDAP_STATIC: "0"\n'],
  ['a recipe whose packages are an empty list of systems', 'project: python-ldap\nsystem-packages: {}\n'],
])('%s gets a list of its own', (_which, rest) => {
  const present = read(`# Slow.\n${rest}`);
  const { recipe } = read(proposeRecipe(project, { present, learned: [learned(trixie, 'libldap-dev')] }));
  expect(recipe.systemPackages).toEqual({ debian: ['libldap-dev'] });
  expect(recipe.environment).toEqual(present.recipe.environment);
});

it('where a person has decided for every target, the file is proposed as it is', () => {
  const present = read('# None needed.\nproject: python-ldap\nsystem-packages:\n  debian: []\n');
  expect(proposeRecipe(project, { present, learned: [learned(trixie, 'libldap-dev')] })).toBe(present.text);
});

it('to add to a recipe changes no other line of it, whichever of ours it is', () => {
  const folder = join(import.meta.dirname, '..', '..', 'recipes');
  // As if nobody had thought of any target yet.
  const { recipe } = read('# Nothing.\nproject: python-ldap\n');
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.yaml'))) {
    const text = readFileSync(join(folder, name), 'utf8');
    const proposal = proposeRecipe(project, {
      present: { recipe, text },
      learned: [learned(trixie, 'libldap-dev')],
    });
    const lines = new Set(proposal.split('\n'));
    const lost = text.split('\n').filter((line) => !lines.has(line));
    expect([name, ...lost.filter((line) => !/^ {4}- |^ {2}debian:/.test(line))]).toEqual([name]);
  }
});
