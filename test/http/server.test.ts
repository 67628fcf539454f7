import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { BuildId } from '../../src/domain/build-state.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { QueueView, Readiness, StoredBlob } from '../../src/http/contract/farm.ts';
import { Problem } from '../../src/http/contract/problem.ts';
import { TargetDetail, TargetList } from '../../src/http/contract/target.ts';
import { openApiPath } from '../../src/http/openapi.ts';
import { routes } from '../../src/http/routes.ts';
import { addBuildOf } from '../contracts/catalogue-samples.ts';
import { bookworm, maximumBlobBytes, openFarm } from './farm-under-test.ts';

describe('every answer to a request that is not understood', () => {
  const json = { 'content-type': 'application/json' };
  it.each([
    ['GET', '/nothing/here', {}, null, 404],
    ['GET', '/builds/', {}, null, 404],
    ['GET', '/assets/..%2Findex.html', {}, null, 404],
    ['POST', '/', {}, null, 405],
    ['PATCH', '/api/builds', {}, null, 405],
    ['DELETE', '/health/live', {}, null, 405],
    ['GET', '/api/builds/%zz', {}, null, 400],
    ['GET', '/api/builds/%00', {}, null, 400],
    ['POST', '/api/builds', json, '{"sdist": ', 400],
    ['POST', '/api/builds', json, '"text"', 400],
    ['POST', '/api/builds', json, '[]', 400],
    ['POST', '/api/builds', json, '{"__proto__": {"targets": "all"}}', 400],
    ['POST', '/api/builds', json, `{"release": "${'x'.repeat(70_000)}"}`, 413],
    ['POST', '/api/builds', { 'content-type': 'text/plain' }, '{}', 415],
    ['POST', '/api/builds', { ...json, 'content-encoding': 'x-unknown' }, '{}', 415],
  ])('%s %s is a problem that says so', async (method, path, headers, body, status) => {
    await using farm = await openFarm();
    const reply = await farm.ask(path, { method, headers: { ...headers }, body, token: farm.tokens.build });
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    const problem = Problem.parse(await reply.json());
    expect([reply.status, problem.status]).toEqual([status, status]);
    expect(problem.requestId).toBe(reply.headers.get('x-request-id'));
    expect(reply.headers.has('allow')).toBe(status === 405);
  });

  it('that meets an outage says to try again and nothing of the inside; the log has it', async () => {
    await using farm = await openFarm();
    const build = await addBuildOf(farm.catalogue, 'lxml');
    farm.dispatcher.breakDown();
    const reply = await farm.ask('/api/queue');
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '10']);
    expect((await farm.ask(`/api/builds/${build.id}`)).status).toBe(200);
    expect(farm.events).toContainEqual(expect.objectContaining({ msg: 'request failed' }));
  });
});

describe('the description of the API', () => {
  it('has every route, with its parameters, its body and what it answers', async () => {
    await using farm = await openFarm();
    const document = await (await farm.ask('/openapi.json')).text();
    const { paths } = JSON.parse(document);
    for (const route of routes) {
      const operation = paths[openApiPath(route.path)]?.[route.method.toLowerCase()];
      const name = `${route.method} ${route.path}`;
      expect([name, operation?.summary]).toEqual([name, route.summary]);
      const described = (operation.parameters ?? []).map((parameter: { name: string }) => parameter.name);
      const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter);
      expect([name, described]).toEqual([name, expect.arrayContaining(inPath)]);
      expect([name, operation.requestBody !== undefined]).toEqual([name, route.body.kind !== 'none']);
      expect([name, operation.security.length > 0]).toEqual([
        name,
        !['open', 'own-page'].includes(route.scope),
      ]);
      for (const status of route.reply.statuses) {
        const { content } = operation.responses[status];
        expect([name, content !== undefined]).toEqual([name, status !== 204]);
      }
    }
    const references = [...document.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    const { components } = JSON.parse(document);
    expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining([...new Set(references)]));
  });
});

describe('a blob', () => {
  it('is kept under its hash only, and given back whole or in part', async () => {
    await using farm = await openFarm();
    const content = 'some bytes of a wheel';
    const path = `/blobs/${sha256Of(content)}`;
    const token = farm.tokens.worker;
    const put = (body: string) => farm.ask(path, { method: 'PUT', token, body });
    expect((await farm.ask(path, { token })).status).toBe(404);
    expect((await put('other bytes')).status).toBe(400);
    expect((await put('x'.repeat(maximumBlobBytes + 1))).status).toBe(413);
    expect(await farm.listKept()).toEqual([]);
    const kept = await put(content);
    expect([kept.status, StoredBlob.parse(await kept.json()).sizeBytes]).toEqual([201, content.length]);
    expect((await put(content)).status).toBe(201);
    expect(await (await farm.ask(path, { token })).text()).toBe(content);
    const part = await farm.ask(path, { token, headers: { range: 'bytes=5-9' } });
    expect([part.status, await part.text()]).toEqual([206, 'bytes']);
    const head = await farm.ask(path, { method: 'HEAD', token });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, `${content.length}`]);
    expect((await farm.ask('/blobs/ABC', { token })).status).toBe(400);
  });
});

describe('the state of the farm', () => {
  it('shows targets with the images that were seen', async () => {
    await using farm = await openFarm();
    const manifest = ['libc6=2.36-9', 'python3=3.11.2-1'];
    const facts = JSON.stringify({ identity: sha256Of('x'), manifest, libraries: {} });
    const { sha256: factsBlob } = await farm.blobs.put(Readable.from([facts]));
    const image = {
      target: bookworm.name,
      flavour: 'runtime',
      osPackages: [],
      identity: sha256Of('x'),
    } as const;
    await farm.catalogue.recordImage({ ...image, factsBlob, recordedAt: 7 });
    const { targets } = TargetList.parse(await (await farm.ask('/api/targets')).json());
    expect(targets.map(({ name, isOffered }) => [name, isOffered])).toEqual([
      ['debian-12-cp311-amd64', true],
      ['debian-13-cp313-amd64', true],
      ['debian-14-cp314-amd64', false],
    ]);
    await addBuildOf(farm.catalogue, 'lxml');
    await farm.catalogue.keepFileIndexOrder({ target: bookworm.name, build: 1 as BuildId, failedAt: 9 });
    const shown = TargetDetail.parse(await (await farm.ask(`/api/targets/${bookworm.name}`)).json());
    expect(shown).toMatchObject({
      indexPath: `/index/${bookworm.name}/simple/`,
      images: { build: null, runtime: { identity: sha256Of('x'), recordedAt: 7 } },
      manifests: { build: null, runtime: manifest },
      builds: { queued: 1, succeeded: 0 },
      fileIndex: null,
      fileIndexOrder: { build: 1, failedAt: 9 },
    });
    expect((await farm.ask('/api/targets/none')).status).toBe(404);
  });

  it('counts builds, the queue and workers, for people and for Prometheus', async () => {
    await using farm = await openFarm();
    await addBuildOf(farm.catalogue, 'lxml');
    const queue = QueueView.parse(await (await farm.ask('/api/queue')).json());
    expect(queue).toMatchObject({
      builds: { queued: 1, failed: 0 },
      platforms: [{ platform: 'linux/amd64', slots: 2, etaMilliseconds: null }, { slots: 0 }],
      workers: [{ name: 'host-1', slots: 2, running: 0 }],
    });
    const metrics = await (await farm.ask('/metrics')).text();
    expect(metrics).toContain('wheelyard_builds{state="queued"} 1');
    expect(metrics).toContain('wheelyard_workers{platform="linux/amd64",worker="host-1"} 1');
    expect(metrics).toContain('wheelyard_worker_slots{platform="linux/amd64",worker="host-1"} 2');
    expect(metrics).toMatch(/wheelyard_storage_free_bytes \d+/);
    expect(metrics).toMatch(/wheelyard_http_request_seconds_count\{.*route="\/api\/queue".*\} 1/);
    farm.dispatcher.breakDown();
    const broken = await (await farm.ask('/metrics')).text();
    expect(broken).toContain('wheelyard_builds{state="queued"} 1');
    expect(broken).not.toContain('wheelyard_workers{');
  });

  it('is not ready when a part does not answer, and says which', async () => {
    await using farm = await openFarm();
    expect((await farm.ask('/health/ready')).status).toBe(200);
    farm.dispatcher.breakDown();
    const reply = await farm.ask('/health/ready');
    const { checks } = Readiness.parse(await reply.json());
    expect([reply.status, checks.filter(({ problem }) => problem !== null)]).toEqual([
      503,
      [{ part: 'queue', problem: 'the queue does not answer' }],
    ]);
    expect((await farm.ask('/health/live')).status).toBe(200);
  });
});
