import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { parseProjectName } from '../src/domain/release.ts';
import { defaultIndexTree } from '../src/domain/index-tree.ts';
import { readPublishers } from '../src/publishers.ts';
import { readUpstreams, upstreamIndexes } from '../src/upstreams.ts';

const tree = defaultIndexTree([]);

const publishers = (password: string): string => `# Why.
publishers:
  devpi: { kind: devpi, url: "http://devpi/", user: me, indexes: { pure: me/pure }, password: ${password} }
`;

test('a secret that a definition file points to and that is not there stops the start, with its place and without others', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-secrets-'));
  const file = join(folder.path, 'publishers.yaml');
  const secret = join(folder.path, 'secret');
  const read = async (password: string, environment: Readonly<Record<string, string>> = {}) => {
    await writeFile(file, publishers(password));
    return readPublishers(readConfig({ WHEELYARD_PUBLISHERS: file, ...environment }), tree);
  };
  await expect(read('{ environment: DEVPI }')).rejects.toThrow(
    'publisher devpi: the variable DEVPI is not set',
  );
  await expect(read(`{ file: ${secret} }`)).rejects.toThrow(
    `publisher devpi: there is no secret in the file ${secret}`,
  );
  await writeFile(secret, 'hunter2\n');
  expect(await read(`{ file: ${secret} }`)).toHaveLength(1);
  expect(await read('{ environment: DEVPI }', { DEVPI: 'hunter2' })).toHaveLength(1);
});

test('files that are named and not there stop the start', async () => {
  const config = readConfig({
    WHEELYARD_PUBLISHERS: '/nowhere/p.yaml',
    WHEELYARD_UPSTREAMS: '/nowhere/u.yaml',
  });
  await expect(readPublishers(config, tree)).rejects.toThrow(/^WHEELYARD_PUBLISHERS: .*no such file/);
  await expect(readUpstreams(config)).rejects.toThrow(/^WHEELYARD_UPSTREAMS: .*no such file/);
});

test('internal names are kept from every upstream, those of the plain setting too', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-upstreams-'));
  const file = join(folder.path, 'upstreams.yaml');
  await writeFile(
    file,
    '# Why.\nupstreams:\n  one: { url: "http://127.0.0.1:9/simple/" }\ninternal: [Acme.Core]\n',
  );
  const config = readConfig({
    WHEELYARD_UPSTREAMS: file,
    WHEELYARD_UPSTREAM_INDEXES: 'http://127.0.0.1:9/other/',
  });
  const indexes = upstreamIndexes(config, await readUpstreams(config));
  const [internal, other] = ['acme-core', 'other'].map(parseProjectName);
  if (internal?.ok !== true || other?.ok !== true) throw new Error('no names');
  // Nobody listens there: whoever asks hears of it.
  expect(await Promise.all(indexes.map((index) => index.listSdists(internal.value)))).toEqual([null, null]);
  for (const index of indexes)
    await expect(index.listSdists(other.value)).rejects.toThrow("can't be reached");
});
