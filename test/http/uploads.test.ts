import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../src/domain/sha256.ts';
import { Problem } from '../../src/http/contract/problem.ts';
import { SdistView } from '../../src/http/contract/sdist.ts';
import { projectNamed } from '../contracts/catalogue-samples.ts';
import { maximumSdistBytes, openFarm, type FarmUnderTest } from './farm-under-test.ts';
import { makeSdist } from './make-sdist.ts';

const run = promisify(execFile);
const octets = { 'content-type': 'application/octet-stream' };

const uploadRaw = (
  farm: FarmUnderTest,
  {
    query,
    content,
  }: { readonly query: Readonly<Record<string, string>>; readonly content: string | Buffer<ArrayBuffer> },
) =>
  farm.ask(`/api/sdists?${new URLSearchParams(query).toString()}`, {
    method: 'POST',
    token: farm.tokens.upload,
    headers: octets,
    body: content,
  });

/** What twine sends, with some of it replaced or (as null) left out. */
function legacyForm(
  file: { readonly filename: string; readonly content: Buffer<ArrayBuffer> },
  fields: Readonly<Record<string, string | null>> = {},
): FormData {
  const [name = '', version = ''] = file.filename.replace('.tar.gz', '').split('-');
  const usual = { ':action': 'file_upload', protocol_version: '1', filetype: 'sdist', name, version };
  const form = new FormData();
  for (const [field, value] of Object.entries({ ...usual, ...fields }))
    if (value !== null) form.set(field, value);
  form.append('classifiers', 'Programming Language :: Python');
  form.append('classifiers', 'Programming Language :: C');
  form.set('description', 'long '.repeat(10_000));
  form.set('content', new Blob([file.content]), file.filename);
  return form;
}

const uploadLegacy = (farm: FarmUnderTest, form: FormData) =>
  farm.ask('/legacy/', { method: 'POST', token: farm.tokens.upload, body: form });

describe('an uploaded sdist', () => {
  it('is kept by its hash and described', async () => {
    await using farm = await openFarm();
    const { filename, content } = await makeSdist('demo', { sources: 'c', requiresPython: '>=3.9' });
    const reply = await uploadRaw(farm, { query: { filename }, content });
    expect(reply.status).toBe(201);
    const sdist = SdistView.parse(await reply.json());
    expect(sdist).toMatchObject({
      sha256: sha256Of(content),
      project: 'demo',
      version: '1.0',
      sizeBytes: content.length,
      requiresPython: '>=3.9',
      nativeSources: ['module.c'],
    });
    expect(await farm.listKept()).toHaveLength(1);
    expect(farm.events).toContainEqual(
      expect.objectContaining({ kind: 'sdist-taken-in', by: 'upload token' }),
    );
  });

  it('may come as a form, whose fields say what it is', async () => {
    await using farm = await openFarm();
    const { filename, content } = await makeSdist('demo');
    const form = new FormData();
    form.set('sha256', sha256Of(content));
    form.set('content', new Blob([content]), filename);
    const init = { method: 'POST', token: farm.tokens.upload, body: form };
    expect((await farm.ask('/api/sdists', init)).status).toBe(201);
  });

  it('that is larger than the farm takes is refused with 413, and nothing of it is kept', async () => {
    await using farm = await openFarm();
    const content = Buffer.alloc(maximumSdistBytes + 50_000);
    const raw = await uploadRaw(farm, { query: { filename: 'demo-1.0.tar.gz' }, content });
    expect([raw.status, Problem.parse(await raw.json()).type]).toEqual([
      413,
      'urn:wheelyard:problem:sdist-too-large',
    ]);
    const form = await uploadLegacy(farm, legacyForm({ filename: 'demo-1.0.tar.gz', content }));
    expect(form.status).toBe(413);
    expect(await farm.listKept()).toEqual([]);
  });

  it('that has no end is cut off', async () => {
    await using farm = await openFarm();
    const init = {
      method: 'POST',
      token: farm.tokens.upload,
      headers: octets,
      body: endless(),
      duplex: 'half' as const,
    };
    await expect(farm.ask('/api/sdists?filename=demo-1.0.tar.gz', init)).rejects.toThrow('fetch failed');
    await expect.poll(farm.listKept).toEqual([]);
  });

  it('that breaks off leaves nothing behind', async () => {
    await using farm = await openFarm();
    for (const head of [
      ['POST /api/sdists?filename=demo-1.0.tar.gz HTTP/1.1', 'content-type: application/octet-stream'],
      ['POST /legacy/ HTTP/1.1', 'content-type: multipart/form-data; boundary=x'],
    ]) {
      const { hostname, port } = new URL(farm.url);
      const socket = connect(Number(port), hostname);
      const form = legacyFieldsAsText('x');
      const lines = [
        ...head,
        'host: farm',
        `authorization: Bearer ${farm.tokens.upload}`,
        'content-length: 90000',
      ];
      socket.write(
        `${lines.join('\r\n')}\r\n\r\n${head[0]?.includes('legacy') ? form : ''}${'z'.repeat(20_000)}`,
      );
      await once(socket, 'connect');
      await expect.poll(farm.listKept).toHaveLength(1);
      socket.destroy();
      await expect.poll(farm.listKept).toEqual([]);
    }
    await expect.poll(() => farm.events.filter(({ msg }) => msg === 'request').length).toBe(2);
    expect(farm.events.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  it.each([
    [
      { filename: 'demo-1.0.tar.gz', name: 'other', version: '1.0' },
      'sdist-wrong-name',
      'claimed to be other',
    ],
    [{ filename: 'demo-1.0.tar.gz', name: 'demo', version: '2.0' }, 'sdist-wrong-version', 'version 2.0'],
    [{ filename: 'demo-1.0.tar.gz', name: 'demo' }, 'sdist-bad-claim', 'together'],
    [{ filename: 'demo-1.0.tar.gz', sha256: '0'.repeat(64) }, 'sdist-wrong-hash', 'sha256 should be'],
    [{ filename: '../demo-1.0.tar.gz' }, 'sdist-bad-filename', 'demo-1.0.tar.gz'],
    [{}, 'sdist-bad-claim', 'filename'],
    [{ filename: 'demo-1.0.tar.gz', colour: 'red' }, 'bad-request', 'colour'],
  ])('with the claim %j is refused as %s', async (query, kind, words) => {
    await using farm = await openFarm();
    const { content } = await makeSdist('demo');
    const reply = await uploadRaw(farm, { query: { ...query }, content });
    const problem = Problem.parse(await reply.json());
    expect([reply.status, problem.type]).toEqual([400, `urn:wheelyard:problem:${kind}`]);
    expect(problem.detail).toContain(words);
    expect(await farm.listKept()).toEqual([]);
  });

  it('that is no archive is refused, and so is another kind of body', async () => {
    await using farm = await openFarm();
    const reply = await uploadRaw(farm, {
      query: { filename: 'demo-1.0.tar.gz' },
      content: 'garbage'.repeat(500),
    });
    expect(Problem.parse(await reply.json()).type).toBe('urn:wheelyard:problem:sdist-not-an-archive');
    const init = { method: 'POST', token: farm.tokens.upload, json: { filename: 'x' } };
    expect((await farm.ask('/api/sdists', init)).status).toBe(415);
    const metrics = await (await farm.ask('/metrics')).text();
    expect(metrics).toContain('wheelyard_sdists_total{result="not-an-archive"} 1');
  });
});

describe('a legacy upload', () => {
  it('is taken in and built for every target', async () => {
    await using farm = await openFarm();
    const file = await makeSdist('demo', { sources: 'c' });
    const reply = await uploadLegacy(farm, legacyForm(file, { sha256_digest: sha256Of(file.content) }));
    expect(reply.status).toBe(200);
    const builds = await farm.catalogue.listBuilds({ project: projectNamed('demo'), limit: 10 });
    expect(builds.map(({ target }) => target).sort()).toEqual([
      'debian-12-cp311-amd64',
      'debian-13-cp313-amd64',
    ]);
    expect(
      builds.every(({ priority, requestedBy }) => priority === 20 && requestedBy === 'upload token'),
    ).toBe(true);
    expect(farm.changes.count).toBe(1);
  });

  it('that comes again is welcome; another archive of the same release is not', async () => {
    await using farm = await openFarm();
    const file = await makeSdist('demo');
    expect((await uploadLegacy(farm, legacyForm(file))).status).toBe(200);
    expect((await uploadLegacy(farm, legacyForm(file))).status).toBe(200);
    expect(await farm.catalogue.listBuilds({ limit: 10 })).toHaveLength(2);
    const other = await makeSdist('demo', { text: 'changed after it was released' });
    const reply = await uploadLegacy(farm, legacyForm(other));
    expect(reply.status).toBe(409);
    expect(reply.statusText).toContain(`known by another archive (sha256 ${sha256Of(file.content)})`);
  });

  it.each([
    [{ ':action': 'submit' }, ':action must be file_upload'],
    [{ protocol_version: '2' }, 'protocol_version must be 1'],
    [{ filetype: 'bdist_wheel' }, 'takes sdists and builds wheels itself; a wheel that was built elsewhere'],
    [{ name: null }, 'name and version'],
    [{ name: 'other\r\nX-Evil: 1' }, '400'],
    [{ sha256_digest: 'f'.repeat(64) }, 'sha256 should be'],
    [{ version: '3' }, 'claimed to be version 3'],
  ])('with %j is refused with the reason in its status line', async (fields, words) => {
    await using farm = await openFarm();
    const reply = await uploadLegacy(farm, legacyForm(await makeSdist('demo'), fields));
    expect(reply.status).toBe(400);
    expect(`400 ${reply.statusText}`).toContain(words);
    expect(reply.headers.get('x-evil')).toBeNull();
    expect(await farm.listKept()).toEqual([]);
    expect(await farm.catalogue.listBuilds({ limit: 1 })).toEqual([]);
  });

  it('that is no form, or has no file, is refused', async () => {
    await using farm = await openFarm();
    const init = { method: 'POST', token: farm.tokens.upload };
    const form = { 'content-type': 'multipart/form-data; boundary=x' };
    const statusOf = async (headers: Record<string, string>, body: string) =>
      (await farm.ask('/legacy/', { ...init, headers, body })).status;
    expect(await statusOf({ 'content-type': 'text/plain' }, 'hello')).toBe(400);
    expect(await statusOf({ 'content-type': 'multipart/form-data' }, 'hello')).toBe(400);
    expect(await statusOf(form, 'hello')).toBe(400);
    expect(
      await statusOf(form, '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'),
    ).toBe(400);
    expect(await statusOf(form, `${legacyFieldsAsText('x')}half a file`)).toBe(400);
    expect(await farm.listKept()).toEqual([]);
  });

  it('works with twine, which shows why a file was refused', async () => {
    await using farm = await openFarm();
    await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-twine-'));
    const { filename, content } = await makeSdist('demo');
    const path = join(folder.path, filename);
    const twine = async (bytes: Buffer) => {
      await writeFile(path, bytes);
      const repository = [
        '--repository-url',
        `${farm.url}/legacy/`,
        '--non-interactive',
        '--disable-progress-bar',
      ];
      const environment = {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        HOME: folder.path,
        NO_COLOR: '1',
        TERM: 'dumb',
        COLUMNS: '500',
      };
      const login = { TWINE_USERNAME: '__token__', TWINE_PASSWORD: farm.tokens.upload };
      return run('twine', ['upload', ...repository, path], { env: { ...environment, ...login } });
    };
    await twine(content);
    await twine(content);
    expect(await farm.catalogue.listBuilds({ limit: 10 })).toHaveLength(2);
    const { content: other } = await makeSdist('demo', { text: 'another' });
    await expect(twine(other)).rejects.toMatchObject({
      stdout: expect.stringContaining('known by another archive'),
    });
  }, 60_000);
});

/** A form up to the first byte of its file. */
function legacyFieldsAsText(boundary: string): string {
  const fields = {
    ':action': 'file_upload',
    protocol_version: '1',
    filetype: 'sdist',
    name: 'demo',
    version: '1.0',
  };
  const parts = Object.entries(fields).map(
    ([name, value]) => `form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file =
    'form-data; name="content"; filename="demo-1.0.tar.gz"\r\ncontent-type: application/octet-stream\r\n\r\n';
  return [...parts, file].map((part) => `--${boundary}\r\ncontent-disposition: ${part}`).join('');
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) {
    // Client and server are one process here: the server gets its turn.
    await setImmediate();
    yield new Uint8Array(64 * 1024);
  }
}
