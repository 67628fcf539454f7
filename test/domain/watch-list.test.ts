import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Version } from '../../src/domain/release.ts';
import { takeToken, type TokenBucket } from '../../src/domain/token-bucket.ts';
import { parseUpstreamFile } from '../../src/domain/upstream-file.ts';
import { parseVersionRule, watchListBody } from '../../src/domain/watch-list-schema.ts';
import { readWatchedRequirements } from '../../src/domain/watched-requirements.ts';
import { chooseVersions } from '../../src/domain/watch-list.ts';

const releases = ['1.0', '1.1', '1.2.dev1', '2.0rc1', '2.0', '2.1', '3.0a1'].map((version) => ({
  version: version as Version,
  isYanked: version === '2.1',
}));

test.each([
  ['latest', ['2.0']],
  ['latest-3', ['2.0', '1.1', '1.0']],
  ['>=1.1,<2', ['1.1']],
  ['==2.0rc1', ['2.0rc1']],
  ['>=2.0rc1', ['3.0a1', '2.0', '2.0rc1']],
  ['==2.1', []],
  ['>9', []],
] as const)('%s means the versions %j, and none that was yanked', (text, versions) => {
  const rule = parseVersionRule(text);
  expect(rule && chooseVersions(releases, rule)).toEqual(versions);
});

test.each(['', 'newest', 'latest-0', 'latest-51', 'latest-999', '1.0', '>=', '>=1;', '../..'])(
  '%j is no wish of versions',
  (text) => expect(parseVersionRule(text)).toBeNull(),
);

test('a watch list of JSON says of each mistake where it is', () => {
  const parsed = watchListBody.safeParse({
    projects: { 'a/../b': 'latest', fine: 'sometimes' },
    targets: [],
    priority: 900,
  });
  expect(parsed.error?.issues.map(({ path }) => path.join('.')).toSorted()).toEqual([
    'priority',
    'projects.fine',
    'targets',
  ]);
  const named = watchListBody.safeParse({ projects: { 'a/../b': 'latest' } });
  expect(named.error?.issues[0]?.message).toBe('"a/../b" is not a project name (PEP 508)');
});

test('requirements are read as pip and pip-tools write them', () => {
  const parsed = readWatchedRequirements(`# compiled
--index-url https://index.example/simple
-r other.txt
Lxml==5.3.0 \\
    --hash=sha256:${'a'.repeat(64)} \\
    --hash=sha256:${'b'.repeat(64)}
    # via -r requirements.in
numpy>=1.26,<3 ; python_version >= "3.9"   # a comment
requests[socks]
./local-folder
thing @ https://example.org/thing.zip
`);
  expect(
    parsed.ok &&
      [...parsed.value].map(([name, { kind, specifier, count }]) => [name, kind, specifier, count]),
  ).toEqual([
    ['lxml', 'specifier', '==5.3.0', 50],
    ['numpy', 'specifier', '>=1.26,<3', 1],
    ['requests', 'newest', '', 1],
  ]);
});

test.each([
  ['flask ===== 1', /^flask has no such versions: "===== 1"$/],
  ['good\n\n$(rm -rf /)', /^this can't be read: "\$\(rm -rf/],
  ['# nothing', /^it asks for no project$/],
] as const)('requirements that nobody could mean are refused with what is wrong: %j', (text, words) => {
  const parsed = readWatchedRequirements(text);
  expect(parsed.ok ? '' : parsed.problem).toMatch(words);
});

test('the example that the docs point to can be read', () => {
  const name = 'examples/upstreams.yaml';
  const text = readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  const parsed = parseUpstreamFile({ name, text });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  expect(parsed.value.upstreams.map(({ everySeconds, parallel }) => [everySeconds, parallel])).toEqual([
    [3600, 8],
    [3600, 4],
    [1800, 4],
  ]);
  expect(parsed.value.upstreams.map(({ place }) => place)).toMatchObject([
    { kind: 'index', changelog: { url: 'https://index.example/pypi', everySeconds: 60 } },
    { kind: 'index', changelog: null },
    { kind: 'directory', path: '/srv/mirror/web' },
  ]);
  expect([...parsed.value.internal]).toEqual(['acme-core', 'acme-tools']);
  expect(parsed.value.watchLists[0]?.projects.size).toBe(3);
});

test.each([
  ['credentials in the address', 'url: https://me:pw@pypi.example/simple/', /has credentials in it/],
  ['an address that is none', 'url: file:///srv/simple', /must be an address such as/],
  ['a rest that is none', 'every: 1s', /must be 10s or more/],
  ['a changelog that is no address', 'changelog: pypi', /must be an address such as/],
  ['an interval that is none', 'changelog-every: 1s', /must be 10s or more/],
  ['a folder that is also an index', 'kind: directory', /path/i],
  ['another kind', 'kind: ftp', /./],
  ['a secret in the file itself', 'secret: hunter2', /the secret itself does not stand here/],
] as const)('%s is refused with a sentence', (_title, line, words) => {
  const url = line.startsWith('url') ? '' : '    url: https://pypi.example/simple/\n';
  const parsed = parseUpstreamFile({
    name: 'u.yaml',
    text: `# Why.\nupstreams:\n  pypi:\n${url}    ${line}\n`,
  });
  expect(parsed.ok ? '' : parsed.problem.map(({ problem }) => problem).join('\n')).toMatch(words);
});

test('a bucket lets a burst through, and then as many as flow in', () => {
  const of = { burst: 3, perSecond: 2 };
  let bucket: TokenBucket | null = null;
  const take = (at: number): boolean => {
    const after = takeToken(bucket, { ...of, at });
    bucket = after ?? bucket;
    return after !== null;
  };
  expect([0, 0, 0, 0, 400, 500, 600, 1_000, 60_000, 60_000, 60_000, 60_000].map(take)).toEqual([
    true,
    true,
    true,
    false,
    false,
    true,
    false,
    true,
    true,
    true,
    true,
    false,
  ]);
});
