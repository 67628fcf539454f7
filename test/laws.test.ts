import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'src');

type Import = { readonly from: string; readonly to: string };

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => join(source, name));

/** Every import of every file, still or dynamic. */
const imports: readonly Import[] = files.flatMap((from) =>
  [
    ...readFileSync(from, 'utf8').matchAll(
      /^\s*(?:import|export)\b[^;]*?from '([^']+)'|\bimport\('([^']+)'\)/gm,
    ),
  ].map(([, still, dynamic]) => ({ from, to: still ?? dynamic ?? '' })),
);

const place = (file: string): string => relative(source, file);
/** A room is a folder of src; the compositions lie beside the rooms and may use all of them. */
const roomOf = (file: string): string =>
  place(file).includes('/') ? (place(file).split('/')[0] ?? '') : 'composition';
const inner = imports
  .filter(({ to }) => to.startsWith('.'))
  .map(({ from, to }) => ({ from, to: resolve(dirname(from), to) }));

const arrows: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  farm: ['domain'],
  catalogue: ['domain', 'farm'],
  blobs: ['domain', 'farm'],
  queue: ['domain', 'farm'],
  engine: ['domain', 'farm'],
  distro: ['domain', 'farm'],
  python: ['domain', 'farm'],
  http: ['domain', 'farm'],
  cli: ['domain', 'http'],
  dashboard: ['domain', 'http'],
};

test('a room imports only the rooms that the design lets it, so that each can be read and replaced alone', () => {
  const wrong = inner
    .filter(({ from, to }) => roomOf(from) !== 'composition' && roomOf(from) !== roomOf(to))
    .filter(({ from, to }) => !arrows[roomOf(from)]?.includes(roomOf(to)))
    .map(({ from, to }) => `${place(from)} -> ${place(to)}`);
  expect(wrong).toEqual([]);
});

test('rooms around the farm know its ports, the records that these speak of, and nothing else of it', () => {
  const around = ['catalogue', 'blobs', 'queue', 'engine', 'distro', 'python'];
  const wrong = inner
    .filter(
      ({ from, to }) =>
        around.includes(roomOf(from)) &&
        roomOf(to) === 'farm' &&
        ![
          'farm/ports.ts',
          'farm/catalogue-port.ts',
          'farm/engine-port.ts',
          'farm/records.ts',
          'farm/remote-index.ts',
          'farm/upstream-feed.ts',
          'farm/watched-index.ts',
          'farm/watch-port.ts',
          'farm/target-figures-port.ts',
          'farm/retention-port.ts',
        ].includes(place(to)),
    )
    .map(({ from, to }) => `${place(from)} -> ${place(to)}`);
  expect(wrong).toEqual([]);
});

test('the command line and the page know the HTTP contract and nothing else of the server', () => {
  const wrong = inner
    .filter(({ from, to }) => ['cli', 'dashboard'].includes(roomOf(from)) && roomOf(to) === 'http')
    .filter(({ to }) => !place(to).startsWith('http/contract'))
    .map(({ from, to }) => `${place(from)} -> ${place(to)}`);
  expect(wrong).toEqual([]);
});

test('every opinionated package has one owner, so that it can be exchanged in one place', () => {
  const owners: Readonly<Record<string, readonly string[]>> = {
    kysely: ['catalogue'],
    'node:sqlite': ['catalogue'],
    bullmq: ['queue'],
    ioredis: ['queue'],
    dockerode: ['engine'],
    express: ['http'],
    helmet: ['http'],
    busboy: ['http'],
    'prom-client': ['http'],
    'zod-openapi': ['http'],
    yauzl: ['python'],
    'smol-toml': ['python'],
    'node-html-parser': ['python'],
    saxes: ['python'],
    commander: ['cli'],
    'eventsource-parser': ['cli'],
    pino: ['composition', 'http'],
    yaml: ['domain'],
    react: ['dashboard'],
    'react-dom': ['dashboard'],
    '@tanstack/react-query': ['dashboard'],
  };
  const wrong = imports
    .filter(({ to }) => !to.startsWith('.'))
    .map(({ from, to }) => ({
      from,
      owned: Object.keys(owners).find((name) => to === name || to.startsWith(`${name}/`)),
    }))
    .filter(({ from, owned }) => owned !== undefined && !owners[owned]?.includes(roomOf(from)))
    .map(({ from, owned }) => `${place(from)} uses ${owned}`);
  expect(wrong).toEqual([]);
});

test('only config.ts reads the environment, so that a setting has one place to be found', () => {
  const wrong = files.filter(
    (file) => place(file) !== 'config.ts' && readFileSync(file, 'utf8').includes('process.env'),
  );
  expect(wrong.map(place)).toEqual([]);
});

test('the domain does nothing: no files, no network, no clock, no chance', () => {
  const worldly = /^node:(?!crypto$)/;
  const importsWorld = imports.filter(({ from, to }) => roomOf(from) === 'domain' && worldly.test(to));
  const readsClock = files.filter(
    (file) =>
      roomOf(file) === 'domain' &&
      /Date\.now|new Date\(\)|Math\.random|randomUUID|fetch\(/.test(readFileSync(file, 'utf8')),
  );
  expect([...importsWorld.map(({ from }) => place(from)), ...readsClock.map(place)]).toEqual([]);
});

test('rooms and files are named for what they know, never for grammar', () => {
  const drawers = /(^|\/)(utils?|helpers?|types?|services?|common|misc|shared|index)(\.tsx?$|\/)/;
  expect(files.map(place).filter((name) => drawers.test(name))).toEqual([]);
});

test('a file holds one idea: none is longer than 250 lines', () => {
  const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 250);
  expect(long.map(place)).toEqual([]);
});
