import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const read = (...path: readonly string[]): string => readFileSync(join(root, ...path), 'utf8');

/** Everything that is matched by the first group of a pattern, each once. */
const find = (text: string, pattern: RegExp): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, found]) => found ?? '')),
];

const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));

test('whoever reads the name of a failure finds in docs/failures.md what it means and what to do', () => {
  const union = /export type Failure =([^;]|;(?= readonly))+;/.exec(read('src/domain/failure.ts'))?.[0] ?? '';
  const kinds = find(union, /readonly kind: '([a-z-]+)'/g);
  const explained = find(read('docs/failures.md'), /^\| `([a-z-]+)` \|/gm);
  expect(kinds.length).toBeGreaterThan(20);
  expect([...explained].sort()).toEqual([...kinds].sort());
});

test('every setting that config.ts reads stands in docs/operations.md, and no other does', () => {
  const parts = [
    /const environmentSchema = z\.object\(\{([\s\S]+?)\n\}\);/.exec(read('src/config.ts')),
    /const noticeSettings = \{([\s\S]+?)\n\} as const;/.exec(read('src/notice-config.ts')),
    /const pruningSettings = \{([\s\S]+?)\n\} as const;/.exec(read('src/pruning-config.ts')),
  ];
  const settings = find(parts.map((part) => part?.[1] ?? '').join('\n'), /^ {2}([A-Z_]+):/gm);
  const explained = find(read('docs/operations.md'), /^\| `([A-Z_]+)` \|/gm);
  expect(settings.length).toBeGreaterThan(20);
  expect([...explained].sort()).toEqual([...settings].sort());
});

test('every setting that the compose file passes on is one that config.ts reads', () => {
  const passed = find(read('docker-compose.yml'), /^ {2,6}(WHEELYARD_[A-Z_]+|REDIS_URL): /gm);
  const config = read('src/config.ts');
  expect(passed.length).toBeGreaterThan(5);
  expect(passed.filter((name) => !config.includes(`  ${name}:`))).toEqual([]);
});

test('every key of a recipe stands in docs/recipes.md', () => {
  const schema =
    /return z\.strictObject\(\{([\s\S]+?)\n {2}\}\)/.exec(read('src/domain/recipe-file.ts'))?.[1] ?? '';
  const keys = find(schema, /^ {4}'?([a-z-]+)'?:/gm);
  const explained = find(read('docs/recipes.md'), /^\| `([a-z-]+)` \|/gm);
  expect(keys.length).toBeGreaterThan(5);
  expect([...explained].sort()).toEqual([...keys].sort());
});

test('every command stands in the README', () => {
  const commands = readdirSync(join(root, 'src/cli/commands')).map((name) =>
    name.replace('.ts', '').replace('-', ' '),
  );
  const readme = read('README.md');
  const isThere = (name: string): boolean => readme.includes(`\`${name}\``);
  // `token-create.ts` is a command of two words, `image-snippet.ts` of one.
  expect(commands.filter((name) => !isThere(name) && !isThere(name.replace(' ', '-')))).toEqual([]);
});

test('every target stands in the README with its status', () => {
  const targets = readdirSync(join(root, 'images')).filter((name) => name.endsWith('.yaml'));
  const rows = targets.map((name) => {
    const status = /^status: (\w+)$/m.exec(read('images', name))?.[1];
    return `| \`${name.replace('.yaml', '')}\` | ${status}`;
  });
  const readme = read('README.md');
  expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
});

test('every path and link that a page names is there', () => {
  const wrong = ['README.md', 'CONTRIBUTING.md', ...pages].flatMap((page) => {
    const text = read(page);
    const links = find(text, /\]\((?!https?:)([^)#]+)/g).map((link) => join(page, '..', link));
    const paths = find(text, /`((?:src|test|images|recipes|setup|bench|docs)\/[\w./-]*)`/g);
    return [...links, ...paths].filter((path) => !isThere(path)).map((path) => `${page}: ${path}`);
  });
  expect(wrong).toEqual([]);
});

const placeholders = ['recipes/patches/'];

function isThere(path: string): boolean {
  if (placeholders.includes(path)) return true;
  const folder = join(root, path, '..');
  const name = path.split('/').findLast((part) => part !== '') ?? '';
  try {
    return readdirSync(folder).includes(name);
  } catch {
    return false;
  }
}
