import { request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bookworm, openFarm, type FarmUnderTest } from './farm-under-test.ts';
import { publish } from './publish.ts';

const path = `/index/${bookworm.name}/simple/six/`;
const accept = 'application/vnd.pypi.simple.v1+json';

/** As it comes over the wire: fetch would unpack it. */
async function askRaw(
  farm: FarmUnderTest,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
): Promise<{
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}> {
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    request(new URL(path, farm.url), { method, headers }, resolve).once('error', reject).end();
  });
  return { status: reply.statusCode, headers: reply.headers, body: await buffer(reply) };
}

async function openFilled(): Promise<FarmUnderTest> {
  const farm = await openFarm();
  for (const version of ['1.0', '1.1', '1.2', '1.3'])
    await publish(farm, { node: 'pure', name: 'six', version, target: bookworm.name });
  return farm;
}

describe('a page that was asked for before', () => {
  it('is the same as at first, to the last header that matters', async () => {
    await using farm = await openFilled();
    const first = await askRaw(farm, { accept, 'accept-encoding': 'gzip' });
    const again = await askRaw(farm, { accept, 'accept-encoding': 'gzip' });
    expect(again.body.equals(first.body)).toBe(true);
    for (const name of [
      'content-type',
      'content-encoding',
      'content-length',
      'etag',
      'vary',
      'cache-control',
    ])
      expect([name, again.headers[name]]).toEqual([name, first.headers[name]]);
    expect(again.headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
    expect(again.headers.vary).toBe('Accept, Accept-Encoding');
  });

  it('is answered with 304 to those who have it, and without a body to those who ask for none', async () => {
    await using farm = await openFilled();
    for (const encoding of ['identity', 'gzip', 'br', 'zstd']) {
      const wish = { accept, 'accept-encoding': encoding };
      await askRaw(farm, wish);
      const whole = await askRaw(farm, wish);
      const same = await askRaw(farm, { ...wish, 'if-none-match': `${whole.headers.etag}` });
      expect([same.status, same.body.length, same.headers.etag]).toEqual([304, 0, whole.headers.etag]);
      const head = await askRaw(farm, wish, 'HEAD');
      expect([head.status, head.body.length]).toEqual([200, 0]);
      expect(head.headers['content-length']).toBe(`${whole.body.length}`);
    }
  });

  it('is counted in the metrics as every request is', async () => {
    await using farm = await openFilled();
    for (let times = 0; times < 3; times += 1) await askRaw(farm, { accept });
    const metrics = await (await farm.ask('/metrics')).text();
    expect(metrics).toMatch(
      /wheelyard_http_request_seconds_count\{method="GET",route="[^"]*…",status="200"\} 2/,
    );
  });
});

describe('a packed page', () => {
  it('holds the same in each form, each under a tag of its own', async () => {
    await using farm = await openFilled();
    const plain = await askRaw(farm, { accept });
    const unpack = { gzip: gunzipSync, br: brotliDecompressSync, zstd: zstdDecompressSync };
    const tags = new Set([plain.headers.etag]);
    for (const [encoding, decode] of Object.entries(unpack)) {
      const packed = await askRaw(farm, { accept, 'accept-encoding': encoding });
      expect(packed.headers['content-encoding']).toBe(encoding);
      expect(packed.body.length).toBeLessThan(plain.body.length);
      expect(decode(packed.body).equals(plain.body)).toBe(true);
      tags.add(packed.headers.etag);
    }
    expect(tags.size).toBe(4);
    expect([...tags].every((tag) => tag?.startsWith('"'))).toBe(true);
  });

  it('has the same tag after a restart, because it has the same bytes', async () => {
    await using one = await openFilled();
    await using other = await openFilled();
    const [before, after] = [await askRaw(one, { accept }), await askRaw(other, { accept })];
    expect(after.headers.etag).toBe(before.headers.etag);
    expect(after.body.equals(before.body)).toBe(true);
  });

  it('is plain where it is too small to be worth it', async () => {
    await using farm = await openFarm();
    await publish(farm, { node: 'pure', name: 'six', target: bookworm.name });
    const small = await askRaw(farm, { accept, 'accept-encoding': 'gzip' });
    expect(small.headers['content-encoding']).toBeUndefined();
    expect((await askRaw(farm, { accept, 'accept-encoding': 'gzip' })).body.equals(small.body)).toBe(true);
  });
});
