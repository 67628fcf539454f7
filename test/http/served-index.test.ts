import { describe, expect, it } from 'vitest';
import { parse } from 'node-html-parser';
import { Problem } from '../../src/http/contract/problem.ts';
import { SimpleProject } from '../../src/http/contract/simple-index.ts';
import { addBuildOf, failedOutcome, projectNamed } from '../contracts/catalogue-samples.ts';
import { bookworm, openFarm, trixie } from './farm-under-test.ts';
import { publish } from './publish.ts';

const jsonType = 'application/vnd.pypi.simple.v1+json';
const htmlType = 'application/vnd.pypi.simple.v1+html';
const pip = `${jsonType}, ${htmlType}; q=0.1, text/html; q=0.01`;

describe('an index page', () => {
  const wishes: readonly (readonly [accept: string, served: string])[] = [
    [pip, jsonType],
    ['*/*', 'text/html; charset=utf-8'],
    ['text/html', 'text/html; charset=utf-8'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/html; charset=utf-8'],
    [htmlType, `${htmlType}; charset=utf-8`],
    [jsonType, jsonType],
    [`text/html;q=0.5, ${jsonType};q=0.4`, 'text/html; charset=utf-8'],
    [`text/html;q=0.4, ${jsonType};q=0.5`, jsonType],
    [`text/html;q=0, ${htmlType};q=0, */*`, jsonType],
    ['application/vnd.pypi.simple.latest+json', jsonType],
    ['application/vnd.pypi.simple.latest+html', `${htmlType}; charset=utf-8`],
  ];
  it('comes in the form that the client likes best', async () => {
    await using farm = await openFarm();
    await publish(farm, { node: bookworm.name, name: 'lxml', target: bookworm.name });
    for (const [accept, served] of wishes) {
      const reply = await farm.ask(`/index/${bookworm.name}/simple/lxml/`, { headers: { accept } });
      expect([accept, reply.status, reply.headers.get('content-type')]).toEqual([accept, 200, served]);
      expect(reply.headers.get('vary')).toContain('Accept');
    }
  });

  it('that no client could read is refused with 406', async () => {
    await using farm = await openFarm();
    const reply = await farm.ask(`/index/${bookworm.name}/simple/`, { headers: { accept: 'image/png' } });
    expect(reply.status).toBe(406);
  });

  it('that has not changed is answered with 304, in each of its forms', async () => {
    await using farm = await openFarm();
    await publish(farm, { node: 'pure', name: 'six', target: bookworm.name });
    const path = `/index/${bookworm.name}/simple/six/`;
    const askWith = (accept: string, tag: string) =>
      farm.ask(path, { headers: { accept, 'if-none-match': tag } });
    const tags = new Map<string, string>();
    for (const accept of ['text/html', jsonType]) {
      const tag = (await farm.ask(path, { headers: { accept } })).headers.get('etag') ?? '';
      tags.set(accept, tag);
      expect((await askWith(accept, tag)).status).toBe(304);
      expect((await askWith(accept, `"other", W/${tag}`)).status).toBe(304);
    }
    expect((await askWith('text/html', tags.get(jsonType) ?? '')).status).toBe(200);
    await publish(farm, { node: 'pure', name: 'idna', target: bookworm.name });
    expect((await askWith('text/html', tags.get('text/html') ?? '')).status).toBe(304);
    await publish(farm, { node: 'pure', name: 'six', version: '2.0', target: bookworm.name });
    expect((await askWith('text/html', tags.get('text/html') ?? '')).status).toBe(200);
  });

  it('shows nothing of a file but as text, whatever its author wrote', async () => {
    await using farm = await openFarm();
    const hostile = '>=3.8"><script>alert(1)</script>&\'';
    await publish(farm, {
      node: bookworm.name,
      name: 'evil',
      requiresPython: hostile,
      target: bookworm.name,
    });
    const reply = await farm.ask(`/index/${bookworm.name}/simple/evil/`);
    const text = await reply.text();
    expect(text).not.toContain('<script>');
    expect(parse(text).querySelector('a')?.getAttribute('data-requires-python')).toBe(hostile);
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('names files with hash, size, time and metadata, at addresses that hold behind any host', async () => {
    await using farm = await openFarm();
    const file = await publish(farm, {
      node: bookworm.name,
      name: 'lxml',
      requiresPython: '>=3.8',
      target: bookworm.name,
    });
    const path = `/index/${bookworm.name}/simple/lxml/`;
    const page = SimpleProject.parse(await (await farm.ask(path, { headers: { accept: jsonType } })).json());
    expect(page).toMatchObject({ meta: { 'api-version': '1.4' }, name: 'lxml', versions: ['1.0'] });
    expect(page.files[0]).toMatchObject({
      filename: file.filename,
      url: `../../../../files/${file.sha256}/${file.filename}`,
      hashes: { sha256: file.sha256 },
      'requires-python': '>=3.8',
      size: file.content.length,
      'upload-time': new Date(farm.time.now).toISOString(),
    });
    const address = new URL(page.files[0]?.url ?? '', new URL(path, farm.url));
    expect(await (await fetch(address)).text()).toBe(file.content);
    const metadata = await (await fetch(`${address.href}.metadata`)).text();
    expect(metadata).toContain('Name: lxml');
    const link = parse(await (await farm.ask(path)).text()).querySelector('a');
    expect(link?.getAttribute('href')).toBe(`${page.files[0]?.url}#sha256=${file.sha256}`);
    expect(link?.getAttribute('data-core-metadata')).toBe(
      `sha256=${page.files[0]?.['core-metadata'].sha256}`,
    );
  });

  it('of a target also has the pure wheels, and none of another target', async () => {
    await using farm = await openFarm();
    await publish(farm, { node: 'pure', name: 'six', target: bookworm.name });
    await publish(farm, { node: bookworm.name, name: 'lxml', target: bookworm.name });
    const projectsOf = async (node: string) =>
      parse(await (await farm.ask(`/index/${node}/simple/`)).text())
        .querySelectorAll('a')
        .map((link) => link.getAttribute('href'));
    expect(await projectsOf(bookworm.name)).toEqual(['lxml/', 'six/']);
    expect(await projectsOf(trixie.name)).toEqual(['six/']);
    expect(await projectsOf('pure')).toEqual(['six/']);
    const nodes = parse(await (await farm.ask('/index/')).text()).querySelectorAll('a');
    expect(nodes.map((link) => link.text)).toContain(trixie.name);
  });

  it.each([
    [`/index/${bookworm.name}/simple/Foo.Bar/`, `/index/${bookworm.name}/simple/foo-bar/`],
    [`/index/${bookworm.name}/simple/Foo_Bar`, `/index/${bookworm.name}/simple/foo-bar/`],
    [`/index/${bookworm.name}/simple/foo-bar`, `/index/${bookworm.name}/simple/foo-bar/`],
    [`/index/${bookworm.name}/simple`, `/index/${bookworm.name}/simple/`],
    ['/index', '/index/'],
  ])('%s is moved for good to %s', async (path, to) => {
    await using farm = await openFarm();
    const reply = await farm.ask(path);
    expect(reply.status).toBe(301);
    expect(new URL(reply.headers.get('location') ?? '', new URL(path, farm.url)).pathname).toBe(to);
  });
});

describe('a project that is not in an index', () => {
  it('is answered with what became of its builds there, as a page and as a problem', async () => {
    await using farm = await openFarm();
    const build = await addBuildOf(farm.catalogue, 'pyyaml');
    if (failedOutcome.kind !== 'failed') throw new Error('the sample is no failure');
    const to = { name: 'failed', failure: failedOutcome.failure, inputs: null } as const;
    await farm.catalogue.moveBuild(build.id, { from: 'queued', to, at: 1 });
    const path = `/index/${bookworm.name}/simple/pyyaml/`;
    const page = await farm.ask(path);
    expect(page.status).toBe(404);
    const reason = `Build ${build.id} of pyyaml 1.0 for ${bookworm.name} failed: missing header: yaml.h.`;
    expect(parse(await page.text()).text).toContain(reason);
    const problem = await farm.ask(path, { headers: { accept: pip } });
    expect(problem.headers.get('content-type')).toContain('application/problem+json');
    expect(await problem.json()).toMatchObject({ status: 404, detail: expect.stringContaining(reason) });
  });

  it('is answered with who waits for what', async () => {
    await using farm = await openFarm();
    const first = await addBuildOf(farm.catalogue, 'six');
    const waiting = { name: 'waiting', on: first.id, reason: 'answer' } as const;
    await addBuildOf(farm.catalogue, 'six', { target: trixie.name, state: waiting });
    const detailOf = async (node: string) => {
      const reply = await farm.ask(`/index/${node}/simple/six/`, { headers: { accept: jsonType } });
      return Problem.parse(await reply.json()).detail;
    };
    expect(await detailOf(bookworm.name)).toContain('is queued');
    expect(await detailOf(trixie.name)).toContain(`waits for build ${first.id}`);
    expect(await detailOf('pure')).toContain('is queued');
  });

  it('and that nobody asked for is said to be so', async () => {
    await using farm = await openFarm();
    const reply = await farm.ask(`/index/${trixie.name}/simple/numpy/`);
    expect(reply.status).toBe(404);
    expect(await reply.text()).toContain('It was never asked for');
    expect(await farm.catalogue.listBuilds({ project: projectNamed('numpy'), limit: 1 })).toEqual([]);
  });

  it.each([
    `/index/no-such-target/simple/six/`,
    `/index/${bookworm.name}/simple/-bad-/`,
    '/index/UP/simple/',
  ])('nor could be (%s) is refused', async (path) => {
    await using farm = await openFarm();
    const { status } = await farm.ask(path);
    expect([400, 404]).toContain(status);
  });
});

describe('a published file', () => {
  it('can be kept for ever, and is served whole, in part, or not again', async () => {
    await using farm = await openFarm();
    const { sha256, filename, content } = await publish(farm, {
      node: 'pure',
      name: 'six',
      target: bookworm.name,
    });
    const path = `/files/${sha256}/${filename}`;
    const whole = await farm.ask(path);
    expect(await whole.text()).toBe(content);
    expect(whole.headers.get('cache-control')).toContain('immutable');
    expect(whole.headers.get('content-length')).toBe(`${content.length}`);
    const tag = whole.headers.get('etag') ?? '';
    expect((await farm.ask(path, { headers: { 'if-none-match': tag } })).status).toBe(304);
    const partOf = async (headers: Record<string, string>) => {
      const reply = await farm.ask(path, { headers });
      return [reply.status, await reply.text(), reply.headers.get('content-range')];
    };
    const size = content.length;
    expect(await partOf({ range: 'bytes=2-5' })).toEqual([206, content.slice(2, 6), `bytes 2-5/${size}`]);
    expect(await partOf({ range: 'bytes=-4' })).toEqual([
      206,
      content.slice(-4),
      `bytes ${size - 4}-${size - 1}/${size}`,
    ]);
    expect(await partOf({ range: 'bytes=2-5', 'if-range': '"other"' })).toEqual([200, content, null]);
    expect((await partOf({ range: `bytes=${size}-` })).toSpliced(1, 1)).toEqual([416, `bytes */${size}`]);
    const head = await farm.ask(path, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      `${size}`,
      '',
    ]);
  });

  it('is the only kind of blob that is open', async () => {
    await using farm = await openFarm();
    const { sha256 } = await publish(farm, { node: 'pure', name: 'six', target: bookworm.name });
    for (const path of [
      `/files/${sha256}/other.whl`,
      `/files/${'0'.repeat(64)}/six-1.0-py3-none-any.whl`,
      `/files/${sha256}/other.whl.metadata`,
    ]) {
      expect((await farm.ask(path)).status).toBe(404);
    }
    expect((await farm.ask(`/blobs/${sha256}`)).status).toBe(401);
  });
});
