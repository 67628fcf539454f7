import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parsePublisherFile } from '../../src/domain/publisher-file.ts';

const parse = (text: string) =>
  parsePublisherFile({ name: 'publishers.yaml', text: `# Why.\n${text}` }, ['pure', 'debian-12-cp311-amd64']);

const problems = (text: string): readonly string[] => {
  const parsed = parse(text);
  return parsed.ok ? [] : parsed.problem.map(({ line, problem }) => `${line}: ${problem}`);
};

test('a legacy index has its page below its upload address, unless the file says where', () => {
  const parsed = parse(`publishers:
  nexus:
    kind: legacy
    url: https://nexus.example/repository
    indexes:
      pure: wheels/
      debian-12-cp311-amd64: { upload: pulp/legacy/, simple: pulp/simple }
`);
  expect(parsed).toEqual({
    ok: true,
    value: [
      {
        name: 'nexus',
        url: 'https://nexus.example/repository/',
        credentials: null,
        parallel: 4,
        protocol: {
          kind: 'legacy',
          indexes: new Map([
            [
              'pure',
              {
                upload: 'https://nexus.example/repository/wheels/',
                simple: 'https://nexus.example/repository/wheels/simple/',
              },
            ],
            [
              'debian-12-cp311-amd64',
              {
                upload: 'https://nexus.example/repository/pulp/legacy/',
                simple: 'https://nexus.example/repository/pulp/simple/',
              },
            ],
          ]),
        },
      },
    ],
  });
});

test('indexes of devpi are made in an order in which each finds its bases, circles included', () => {
  const parsed = parse(`publishers:
  devpi:
    kind: devpi
    url: http://devpi:3141
    user: root
    password: { file: /run/secrets/devpi }
    indexes: { pure: root/pure, sdists: root/oss }
    create:
      root/team: { bases: [root/pure, root/pypi] }
      root/pure: { bases: [root/oss], volatile: true }
      root/oss: { bases: [root/circle] }
      root/circle: { bases: [root/oss] }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  const [publisher] = parsed.value;
  expect(publisher?.credentials).toEqual({
    user: 'root',
    password: { kind: 'file', path: '/run/secrets/devpi' },
  });
  const { protocol } = publisher ?? {};
  expect(protocol?.kind === 'devpi' && protocol.create.map(({ path }) => path)).toEqual([
    'root/circle',
    'root/oss',
    'root/pure',
    'root/team',
  ]);
});

test.each([
  [
    'a secret in the file itself',
    'user: me\n    password: hunter2',
    /8: must be \{ file: .*the secret itself does not stand here/,
  ],
  ['credentials in the address', 'url: https://me:pw@pypi.example', /has credentials in it/],
  ['a user without a password', 'user: me', /user and password are given together or not at all/],
  ['an address that is none', 'url: file:///etc', /must be an address such as/],
  ['too many uploads at a time', 'parallel: "900"', /must be a number from 1 to 16/],
  [
    'a node that the farm has not',
    'indexes: { debian-99: "" }',
    /must be a node of the farm's index \(pure, /,
  ],
  [
    'a place outside of the address',
    'indexes: { pure: "https://other.example/" }',
    /must be a path below url/,
  ],
  ['another protocol', 'kind: ftp', /kind must be legacy or devpi/],
  ['a key that means nothing', 'colour: red', /unknown key "colour"/],
] as const)('%s is refused with a sentence and its line', (_title, change, words) => {
  const key = change.split(':')[0] ?? '';
  const given = ['kind: legacy', 'url: https://pypi.example', 'indexes: { pure: "" }'];
  const lines = [...given.filter((line) => !line.startsWith(`${key}:`)), change];
  expect(problems(`publishers:\n  one:\n    ${lines.join('\n    ')}\n`).join('\n')).toMatch(words);
});

test('the example that the docs point to can be read', () => {
  const name = 'examples/publishers.yaml';
  const text = readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  const parsed = parsePublisherFile({ name, text }, ['pure', 'debian-12-cp311-amd64']);
  expect(parsed.ok && parsed.value.map((publisher) => publisher.name)).toEqual([
    'company-devpi',
    'team-pypiserver',
    'nexus',
  ]);
});
