import { expect, test } from 'vitest';
import { renderFileProblem } from '../../src/domain/file-problem.ts';
import { parseRecipeFile } from '../../src/domain/recipe-file.ts';

const surroundings = {
  patches: new Map([
    ['fix.patch', '--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n'],
    ['prose.patch', 'not a diff'],
  ]),
  targets: [
    { family: 'debian', release: '12' },
    { family: 'debian', release: '13' },
    { family: 'rocky', release: '9' },
  ] as const,
};

const parse = (text: string, name = 'recipes/lxml.yaml') => parseRecipeFile({ name, text }, surroundings);

const problemsOf = (text: string, name?: string): readonly string[] => {
  const read = parse(text, name);
  return read.ok ? [] : read.problem.map(renderFileProblem);
};

test('a recipe is read with its reason, and what it leaves out stays at the default', () => {
  expect(
    parse(`# Links the system's libxml2,
# not a copy of it.

project: lxml
system-packages:
  debian: [libxml2-dev]
  debian-13: [libxml2-dev, libxslt1-dev]
patches:
  - { file: fix.patch, versions: '<5' }
limits: { memory: 6GiB, cpus: 1.5, wall: 2h, silence: 20min }
smoke-imports: [lxml.etree]
`),
  ).toEqual({
    ok: true,
    value: {
      project: 'lxml',
      reason: "Links the system's libxml2, not a copy of it.",
      systemPackages: { debian: ['libxml2-dev'], 'debian-13': ['libxml2-dev', 'libxslt1-dev'] },
      environment: {},
      configSettings: {},
      patches: [{ name: 'fix.patch', versions: '<5', diff: surroundings.patches.get('fix.patch') }],
      limits: { memoryBytes: 6 * 1024 ** 3, cpus: 1.5, wallSeconds: 7200, silenceSeconds: 1200 },
      smokeImports: ['lxml.etree'],
    },
  });
});

test('what is written as a value is taken as it is written: `no`, `3.10` and `0` stay text', () => {
  const read = parse('# why\nproject: lxml\nenvironment: { A: no, B: 3.10, C: 0 }\n');
  expect(read.ok && read.value.environment).toEqual({ A: 'no', B: '3.10', C: '0' });
});

test('a broken recipe lists all its problems, each with its line', () => {
  expect(
    problemsOf(`project: lxmll
system-packages:
  debian:
    - Libxml2
    - ok-dev
    - ok-dev
  suse: [x]
  debian-99: [x]
environment:
  PATH: /x
  LD_PRELOAD: /y.so
  "a b": c
  GOOD: [1]
config-settings: no
limits:
  memory: 3
  cpus: 10000
  processes: 2.5
  walll: 3s
patches:
  - file: none.patch
  - { file: prose.patch }
  - { file: fix.patch, versions: banana }
  - fix.patch
smoke-imports: ['a-b', lxml.etree]
bogus: 1
`),
  ).toEqual([
    'recipes/lxml.yaml:1:1: no comment at the top that says why this file is there',
    'recipes/lxml.yaml:1:1: the recipe of lxmll belongs into lxmll.yaml',
    'recipes/lxml.yaml:4:7: "Libxml2" is not a package name of debian',
    'recipes/lxml.yaml:6:7: "ok-dev" is named twice',
    'recipes/lxml.yaml:7:3: unknown key "suse"',
    'recipes/lxml.yaml:8:3: unknown key "debian-99"',
    'recipes/lxml.yaml:10:3: this environment variable belongs to the farm; a recipe may not set it',
    'recipes/lxml.yaml:11:3: this environment variable belongs to the farm; a recipe may not set it',
    'recipes/lxml.yaml:12:3: the name of an environment variable has letters, digits and "_" only',
    'recipes/lxml.yaml:13:3: "GOOD" must be text',
    'recipes/lxml.yaml:14:1: "config-settings" must be a mapping',
    'recipes/lxml.yaml:16:3: "3" is not a size such as 512MiB or 1.5GiB',
    'recipes/lxml.yaml:17:3: 10000 is out of range: 0.1 to 256',
    'recipes/lxml.yaml:18:3: "2.5" is not a whole number',
    'recipes/lxml.yaml:19:3: unknown key "walll"',
    'recipes/lxml.yaml:21:5: no file "none.patch" in recipes/patches/',
    'recipes/lxml.yaml:22:7: prose.patch is not a unified diff',
    'recipes/lxml.yaml:23:24: "banana" is not a version specifier (PEP 440)',
    'recipes/lxml.yaml:24:5: each entry must be a mapping',
    'recipes/lxml.yaml:25:17: not the dotted name of a Python module',
    'recipes/lxml.yaml:26:1: unknown key "bogus"',
  ]);
});

const unreadable: readonly [what: string, text: string, problem: string][] = [
  ['an empty file', '# why\n', 'recipes/lxml.yaml:1:1: the file must be a mapping'],
  ['a list', '# why\n- x\n', 'recipes/lxml.yaml:2:1: the file must be a mapping'],
  ['a lacking project', '# why\nlimits: {}\n', 'recipes/lxml.yaml:2:1: "project" is missing'],
  [
    'a key without a value',
    '# why\nproject: lxml\nlimits:\n',
    'recipes/lxml.yaml:3:1: "limits" must be a mapping',
  ],
  [
    'a key written twice',
    '# why\nproject: lxml\nproject: lxml\n',
    'recipes/lxml.yaml:3:1: Map keys must be unique',
  ],
  [
    'an alias',
    '# why\nproject: &a lxml\nsmoke-imports: [*a]\n',
    'recipes/lxml.yaml:3:17: aliases (*a) are not allowed',
  ],
  [
    'a key that is no name',
    '# why\nproject: lxml\n? [a]\n: b\n',
    'recipes/lxml.yaml:3:3: this is not a name for a key',
  ],
  [
    'a prototype',
    '# why\nproject: lxml\nenvironment: { __proto__: x }\n',
    'recipes/lxml.yaml:3:16: this is not a name for a key',
  ],
  ['a tag', '# why\nproject: !js lxml\n', 'recipes/lxml.yaml:2:10: Unresolved tag: !js'],
  [
    'a second document',
    '# why\nproject: lxml\n---\na: b\n',
    'recipes/lxml.yaml:3:1: a second document in one file',
  ],
  ['an unclosed quote', '# why\nproject: "lxml\n', 'recipes/lxml.yaml:3:1: Missing closing "quote'],
  ['a file too long', `# ${'x'.repeat(300_000)}`, 'recipes/lxml.yaml:1:1: longer than 256 KiB'],
];

test.each(unreadable)('%s is refused with its line', (_what, text, problem) => {
  expect(problemsOf(text)).toEqual([problem]);
});

test('an alias bomb and nesting without end are refused at once', () => {
  const bomb = ['# why', 'a: &a [x,x,x,x,x,x,x,x,x]'];
  for (const [one, next] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh'].map((pair) => pair.split(''))) {
    bomb.push(`${next}: &${next} [${Array.from({ length: 9 }, () => `*${one}`).join(',')}]`);
  }
  expect(problemsOf(bomb.join('\n'))[0]).toBe('recipes/lxml.yaml:3:8: aliases (*a) are not allowed');
  const deep = problemsOf(`# why\nproject: ${'['.repeat(200_000)}`);
  expect(deep[0]).toMatch(/^recipes\/lxml.yaml:2:\d+: nested too deeply$/);
  expect(deep.length).toBeLessThanOrEqual(50);
});

test.each(['PATH', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH', 'PYTHONHOME', 'PYTHONPATH', 'PIP_INDEX_URL'])(
  'a recipe may not set %s',
  (name) => {
    expect(problemsOf(`# why\nproject: lxml\nenvironment:\n  ${name}: x\n`)).toHaveLength(1);
  },
);

test('the name of an OS package can carry no option, version or shell', () => {
  for (const name of ['-y', 'a=1', 'a b', 'a;b', '../x', 'a:arm64', '']) {
    const text = `# why\nproject: lxml\nsystem-packages:\n  debian: [${JSON.stringify(name)}]\n  rocky: [${JSON.stringify(name)}]\n`;
    expect(problemsOf(text)).toHaveLength(2);
  }
});
