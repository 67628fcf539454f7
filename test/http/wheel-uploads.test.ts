import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { TokenScope } from '../../src/farm/records.ts';
import { Problem } from '../../src/http/contract/problem.ts';
import { SimpleProject } from '../../src/http/contract/simple-index.ts';
import { makeTokenSecret } from '../../src/http/token-secret.ts';
import { projectNamed } from '../contracts/catalogue-samples.ts';
import { writeElf, writeWheel } from '../python/write-wheel.ts';
import { maximumSdistBytes, openFarm, type FarmUnderTest } from './farm-under-test.ts';
import { makeSdist } from './make-sdist.ts';
import { threeLevels } from './three-levels.ts';

const run = promisify(execFile);
const openTree = () => openFarm({ indexes: threeLevels() });

const pure = 'demo-1.0-py3-none-any.whl';
const wheelTagged = (tag: string, source = 'x = 1\n'): Buffer =>
  writeWheel({
    files: [{ name: 'demo/__init__.py', content: source }],
    wheel: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
  });

/** What twine sends for a wheel, with some of it replaced or (as null) left out. */
function wheelForm(
  content: Buffer,
  given: { readonly filename?: string; readonly fields?: Readonly<Record<string, string | null>> } = {},
): FormData {
  const { filename = pure, fields = {} } = given;
  const [name = '', version = ''] = filename.split('-');
  const usual = { ':action': 'file_upload', protocol_version: '1', filetype: 'bdist_wheel', name, version };
  const digests = { sha256_digest: sha256Of(content), md5_digest: digestOf('md5', content) };
  const form = new FormData();
  for (const [field, value] of Object.entries({ ...usual, ...digests, ...fields }))
    if (value !== null) form.set(field, value);
  form.set('content', new Blob([new Uint8Array(content)]), filename);
  return form;
}

const digestOf = (algorithm: string, content: Buffer): string =>
  createHash(algorithm).update(content).digest('hex');

async function tokenOf(farm: FarmUnderTest, scopes: readonly TokenScope[]): Promise<string> {
  const { secret, hash } = makeTokenSecret(randomBytes);
  await farm.catalogue.addToken({ name: 'team a', scopes, hash, at: 1 });
  return secret;
}

const send = (farm: FarmUnderTest, body: FormData, { node = 'team-a', token = farm.tokens.upload } = {}) =>
  farm.ask(`/legacy/${node}/`, { method: 'POST', token, body });

async function filesOf(farm: FarmUnderTest, node: string) {
  const headers = { accept: 'application/vnd.pypi.simple.v1+json' };
  const reply = await farm.ask(`/index/${node}/simple/demo/`, { headers });
  return reply.status === 404 ? [] : SimpleProject.parse(await reply.json()).files;
}

describe('a wheel that a team sends', () => {
  it('stands in its index, marked as not built here, and can be fetched', async () => {
    await using farm = await openTree();
    const content = wheelTagged('py3-none-any');
    expect((await send(farm, wheelForm(content))).status).toBe(200);
    const [file] = await filesOf(farm, 'team-a');
    expect(file).toMatchObject({
      filename: pure,
      hashes: { sha256: sha256Of(content) },
      _wheelyard: { index: 'team-a', 'built-here': false, build: null },
    });
    expect(await filesOf(farm, 'bookworm')).toEqual([]);
    const html = await (await farm.ask('/index/team-a/simple/demo/')).text();
    expect(html).toContain('data-wheelyard-built-here="false"');
    const address = new URL(file?.url ?? '', `${farm.url}/index/team-a/simple/demo/`);
    expect(Buffer.from(await (await fetch(address)).arrayBuffer()).equals(content)).toBe(true);
    expect(await (await fetch(`${address.href}.metadata`)).text()).toContain('Name: demo');
  });

  it('is welcome twice; with other content it is refused with 409 and the reason', async () => {
    await using farm = await openTree();
    const content = wheelTagged('py3-none-any');
    expect((await send(farm, wheelForm(content))).status).toBe(200);
    expect((await send(farm, wheelForm(content))).status).toBe(200);
    const kept = await farm.listKept();
    const reply = await send(farm, wheelForm(wheelTagged('py3-none-any', 'x = 2\n')));
    expect([reply.status, reply.statusText]).toEqual([
      409,
      expect.stringContaining(`${pure} stands in team-a with other content (sha256 ${sha256Of(content)})`),
    ]);
    expect(await farm.listKept()).toEqual(kept);
  });

  const right = wheelTagged('py3-none-any');
  const manylinux = 'demo-1.0-cp311-cp311-manylinux_2_17_x86_64.whl';
  const other = 'demo-1.0-cp313-cp313-linux_x86_64.whl';
  it.each([
    ['a wrong sha256', wheelForm(right, { fields: { sha256_digest: 'f'.repeat(64) } }), 'sha256 should be'],
    ['a wrong md5', wheelForm(right, { fields: { md5_digest: 'f'.repeat(32) } }), 'md5 should be'],
    [
      'a wrong blake2',
      wheelForm(right, { fields: { blake2_256_digest: 'f'.repeat(64) } }),
      'blake2_256 should',
    ],
    ['another name', wheelForm(right, { fields: { name: 'other' } }), 'the form says other 1.0'],
    ['another version', wheelForm(right, { fields: { version: '2.0' } }), 'the form says demo 2.0'],
    [
      'a name that is none',
      wheelForm(right, { filename: '../demo.whl', fields: { name: 'demo', version: '1.0' } }),
      'is not the name of a wheel',
    ],
    ['no wheel in it', wheelForm(Buffer.from('garbage'.repeat(99))), 'no readable ZIP file'],
    [
      'a RECORD that lies',
      wheelForm(writeWheel({ record: (text) => text.replace(/sha256=./, 'sha256=_') })),
      'RECORD',
    ],
    ['another name inside', wheelForm(right, { filename: 'other-1.0-py3-none-any.whl' }), 'does not bear'],
    [
      'libraries of its own',
      wheelForm(wheelTagged('cp311-cp311-manylinux_2_17_x86_64'), { filename: manylinux }),
      'fits no target',
    ],
    [
      'another Python',
      wheelForm(wheelTagged('cp313-cp313-linux_x86_64'), { filename: other }),
      'fits no target of team-a',
    ],
    ['an egg', wheelForm(right, { fields: { filetype: 'bdist_egg' } }), 'takes sdists and wheels'],
  ])('with %s is refused with the reason, and nothing of it is kept', async (_what, form, words) => {
    await using farm = await openTree();
    const reply = await send(farm, form);
    expect([reply.status, reply.statusText]).toEqual([400, expect.stringContaining(words)]);
    expect(await farm.listKept()).toEqual([]);
    expect(await filesOf(farm, 'team-a')).toEqual([]);
  });

  it('of the right digests, BLAKE2b among them, is taken', async () => {
    await using farm = await openTree();
    await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-b2-'));
    const path = join(folder.path, pure);
    await writeFile(path, right);
    const blake2 = (await run('b2sum', ['--length', '256', path])).stdout.split(' ')[0] ?? '';
    const reply = await send(farm, wheelForm(right, { fields: { blake2_256_digest: blake2 } }));
    expect(reply.status).toBe(200);
  });

  it('that is too large or cut off leaves nothing behind', async () => {
    await using farm = await openTree();
    const large = await send(farm, wheelForm(Buffer.alloc(maximumSdistBytes + 50_000)));
    expect(large.status).toBe(413);
    const { hostname, port } = new URL(farm.url);
    const socket = connect(Number(port), hostname);
    const head = [
      'POST /legacy/team-a/ HTTP/1.1',
      'Host: farm',
      `Authorization: Bearer ${farm.tokens.upload}`,
    ];
    const type = ['Content-Type: multipart/form-data; boundary=x', 'Content-Length: 100000', '', ''];
    const fields = {
      ':action': 'file_upload',
      protocol_version: '1',
      filetype: 'bdist_wheel',
      name: 'demo',
      version: '1.0',
    };
    const parts = Object.entries(fields).map(
      ([name, value]) => `form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const file = `form-data; name="content"; filename="${pure}"\r\n\r\nhalf`;
    const body = [...parts, file].map((part) => `--x\r\nContent-Disposition: ${part}`).join('');
    socket.write([...head, ...type].join('\r\n') + body);
    await expect.poll(async () => (await farm.listKept()).length).toBe(1);
    socket.destroy();
    await expect.poll(farm.listKept).toEqual([]);
    expect(await filesOf(farm, 'team-a')).toEqual([]);
  });

  it('goes only where its token may send it, and where its project belongs', async () => {
    await using farm = await openTree();
    const token = await tokenOf(farm, ['upload:team-a']);
    const form = () => wheelForm(wheelTagged('py3-none-any'));
    expect((await send(farm, form(), { node: 'oss', token })).status).toBe(403);
    expect((await farm.ask('/legacy/', { method: 'POST', token, body: form() })).status).toBe(403);
    expect((await send(farm, form(), { token })).status).toBe(200);
    expect((await send(farm, form(), { node: 'nowhere' })).status).toBe(404);
    expect((await send(farm, form(), { token: farm.tokens.build })).status).toBe(403);
    const acme = writeWheel({
      distInfo: 'acme_core-1.0.dist-info',
      metadata: 'Metadata-Version: 2.1\nName: acme-core\nVersion: 1.0\n',
    });
    const internal = wheelForm(acme, { filename: 'acme_core-1.0-py3-none-any.whl' });
    const reply = await send(farm, internal, { node: 'oss' });
    expect([reply.status, reply.statusText]).toEqual([403, expect.stringContaining('pinned to team-a')]);
  });

  it('with machine code does not go where the pure ones are', async () => {
    await using farm = await openTree();
    const content = writeWheel({
      files: [
        { name: 'demo/_c.so', content: writeElf({ bits: 64, order: 'little', needed: ['libc.so.6'] }) },
      ],
      wheel: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: cp311-cp311-linux_x86_64\n',
    });
    const filename = 'demo-1.0-cp311-cp311-linux_x86_64.whl';
    const reply = await send(farm, wheelForm(content, { filename }), { node: 'oss' });
    expect([reply.status, reply.statusText]).toEqual([
      400,
      expect.stringContaining('without machine code only'),
    ]);
    expect((await send(farm, wheelForm(content, { filename }))).status).toBe(200);
  });

  it('of an archived project is refused', async () => {
    await using farm = await openTree();
    await farm.catalogue.setProjectStatus(
      { node: 'oss', project: projectNamed('demo') },
      { status: 'archived', reason: 'use demo2' },
    );
    const reply = await send(farm, wheelForm(wheelTagged('py3-none-any')));
    expect(reply.status).toBe(403);
    expect(Problem.parse(await reply.json()).detail).toBe(
      'demo is archived (use demo2) and takes no new files',
    );
  });

  it('works with twine, as do sdists, which are built for the targets of the index', async () => {
    await using farm = await openTree();
    await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-twine-'));
    const token = await tokenOf(farm, ['upload:team-a']);
    const sdist = await makeSdist('demo', { sources: 'c' });
    await writeFile(join(folder.path, pure), wheelTagged('py3-none-any'));
    await writeFile(join(folder.path, sdist.filename), sdist.content);
    const options = [
      '--non-interactive',
      '--disable-progress-bar',
      '--repository-url',
      `${farm.url}/legacy/team-a/`,
    ];
    const environment = {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: folder.path,
      NO_COLOR: '1',
      TERM: 'dumb',
      COLUMNS: '500',
    };
    const login = { TWINE_USERNAME: '__token__', TWINE_PASSWORD: token };
    const twine = (...files: readonly string[]) =>
      run('twine', ['upload', ...options, ...files.map((file) => join(folder.path, file))], {
        env: { ...environment, ...login },
      });
    await twine(pure, sdist.filename);
    await twine(pure);
    expect(await filesOf(farm, 'team-a')).toHaveLength(1);
    const builds = await farm.catalogue.listBuilds({ limit: 10 });
    expect(builds.map(({ target }) => target)).toEqual(['debian-12-cp311-amd64']);
    await writeFile(join(folder.path, pure), wheelTagged('py3-none-any', 'x = 3\n'));
    await expect(twine(pure)).rejects.toMatchObject({
      stdout: expect.stringContaining('stands in team-a with other content'),
    });
  }, 60_000);
});
