import { expect, it } from 'vitest';
import type { BuildId } from '../../src/domain/build-state.ts';
import type { LearnedRecipe } from '../../src/domain/learned-recipe.ts';
import { learnFrom } from '../../src/domain/learned-recipe.ts';
import { parseRecipeFile } from '../../src/domain/recipe-file.ts';
import { renderLearnedRecipe } from '../../src/domain/render-learned-recipe.ts';
import type { Target } from '../../src/domain/target.ts';
import { bookworm, release, trixie } from './examples.ts';

const { project, version } = release('python-ldap', '3.4.4');

const learned = (on: Target, packages: LearnedRecipe['packages']) => ({
  target: on,
  recipe: {
    project,
    target: on.name,
    packages,
    extraRequires: [],
    loosened: [],
    versions: { lowest: version, highest: release('x', '3.5').version },
    build: 17 as BuildId,
    attempts: 2,
    learnedAt: Date.UTC(2026, 3, 5),
  },
});
const ldap = { package: 'libldap-dev', wants: { kind: 'header', name: 'ldap.h' } } as const;
const sasl = { package: 'libsasl2-dev', wants: { kind: 'header', name: 'sasl/sasl.h' } } as const;

const parse = (text: string) =>
  parseRecipeFile(
    { name: 'recipes/python-ldap.yaml', text },
    { patches: new Map(), targets: [bookworm, trixie] },
  );

it('what was learned is a recipe that the farm reads, under the evidence for it', () => {
  const text = renderLearnedRecipe(project, [learned(bookworm, [sasl, ldap]), learned(trixie, [ldap, sasl])]);
  expect(text).toContain(
    '# debian-12-cp311-amd64: 3.4.4 to 3.5, build 17 after 2 attempts, 2026-04-05\n#   libsasl2-dev for header sasl/sasl.h\n',
  );
  expect(parse(text)).toMatchObject({
    ok: true,
    value: { project, systemPackages: { debian: ['libldap-dev', 'libsasl2-dev'] } },
  });
});

it('releases of a family that differ get lists of their own', () => {
  const text = renderLearnedRecipe(project, [learned(bookworm, [ldap]), learned(trixie, [ldap, sasl])]);
  expect(parse(text)).toMatchObject({
    ok: true,
    value: {
      systemPackages: { 'debian-12': ['libldap-dev'], 'debian-13': ['libldap-dev', 'libsasl2-dev'] },
    },
  });
});

it("a build's own words stay in the comment, whatever they are", () => {
  const hostile = {
    package: 'libx-dev',
    wants: { kind: 'header', name: 'a.h\nenvironment: {EVIL: 1}\u001b[2J' },
  } as const;
  const text = renderLearnedRecipe(project, [learned(bookworm, [hostile])]);
  expect(parse(text)).toMatchObject({ ok: true, value: { environment: {} } });
  expect(text).not.toContain('\u001b');
});

it('a package of which nothing was opened is not learned; where nobody watched, all are', () => {
  const found = [
    { ...ldap, because: 'diagnosis' },
    { ...sasl, because: 'hint' },
  ] as const;
  expect(learnFrom({ found, opened: ['libldap-dev'] })).toEqual([ldap]);
  expect(learnFrom({ found, opened: null })).toEqual([ldap, sasl]);
});
