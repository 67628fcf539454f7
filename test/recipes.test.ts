import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderFileProblem } from '../src/domain/file-problem.ts';
import { applyRecipe, type Recipe } from '../src/domain/recipe.ts';
import { parseRecipeFile } from '../src/domain/recipe-file.ts';
import type { Target } from '../src/domain/target.ts';
import { parseVersion } from '../src/domain/release.ts';

const folder = join(import.meta.dirname, '..', 'recipes');
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const patches = new Map(
  readdirSync(join(folder, 'patches')).map((name) => [
    name,
    readFileSync(join(folder, 'patches', name), 'utf8'),
  ]),
);

const targets = [
  { family: 'debian', release: '11' },
  { family: 'debian', release: '12' },
  { family: 'debian', release: '13' },
  { family: 'ubuntu', release: '24.04' },
  { family: 'rocky', release: '9' },
] as const satisfies readonly Pick<Target, 'family' | 'release'>[];

function readRecipe(name: string): Recipe {
  const text = readFileSync(join(folder, name), 'utf8');
  const read = parseRecipeFile({ name: `recipes/${name}`, text }, { patches, targets });
  if (!read.ok) throw new Error(read.problem.map(renderFileProblem).join('\n'));
  return read.value;
}

const promised = `pyyaml lxml cffi pillow psycopg2 mysqlclient python-ldap pycurl xmlsec pylibmc pyodbc h5py dbus-python pygraphviz`;

test.each(promised.split(' '))('%s has a recipe', (project) => {
  expect(names).toContain(`${project}.yaml`);
});

describe.each(names)('recipes/%s', (name) => {
  test('parses, says why it is there, and names modules that must import', () => {
    const recipe = readRecipe(name);
    expect(recipe.reason.length).toBeGreaterThan(20);
    expect(recipe.smokeImports).not.toEqual([]);
  });

  test.each(targets.filter(({ family }) => family !== 'rocky'))(
    'has OS packages on $family $release',
    (target) => {
      const version = parseVersion('1.0');
      if (!version.ok) throw new Error(version.problem);
      const applied = applyRecipe(readRecipe(name), {
        target: { ...anyTarget, ...target },
        version: version.value,
      });
      expect(applied.osPackages).not.toEqual([]);
    },
  );
});

const anyTarget = {
  name: 'debian-12-cp311-amd64' as Target['name'],
  pythonVersion: '3.11',
  pythonTag: 'cp311',
  architecture: 'amd64',
  status: 'supported',
  tried: '',
  base: { registryImage: 'debian', bootstrap: null },
  runtimePackages: [],
  buildPackages: [],
} as const;
