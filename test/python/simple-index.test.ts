import { createHash } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { parseReleaseSpecifier, type Release } from '../../src/domain/release.ts';
import { BlobMismatch, BlobTooLarge, Outage, type SimpleIndex } from '../../src/farm/ports.ts';
import { openSimpleIndex } from '../../src/python/simple-index.ts';

type Serving = { readonly index: SimpleIndex; readonly url: string } & AsyncDisposable;

async function serve(
  listener: RequestListener,
  options: { readonly credentials?: string; readonly timeoutMilliseconds?: number } = {},
): Promise<Serving> {
  const { credentials = '', timeoutMilliseconds = 10_000 } = options;
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const limits = { pageBytes: 4096, fileBytes: 1000 };
  return {
    index: openSimpleIndex({
      url: `http://${credentials}127.0.0.1:${port}/simple`,
      timeoutMilliseconds,
      limits,
    }),
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function release(text: string): Release {
  const parsed = parseReleaseSpecifier(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

const jsonType = 'application/vnd.pypi.simple.v1+json';
const hash = 'a'.repeat(64);

const bareFile = (filename: string, rest: object = {}): object => ({
  filename,
  url: `f/${filename}`,
  ...rest,
});

const answerJson =
  (files: readonly unknown[]): RequestListener =>
  (_, response) => {
    response
      .setHeader('content-type', jsonType)
      .end(JSON.stringify({ meta: { 'api-version': '1.1' }, name: 'demo', files }));
  };
const answerHtml =
  (page: string): RequestListener =>
  (_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
  };

describe('a page of a simple index', () => {
  test('is asked for by the normalised name, as JSON before HTML', async () => {
    const asked: unknown[] = [];
    await using serving = await serve((request, response) => {
      asked.push(request.url, request.headers.accept);
      answerJson([])(request, response);
    });
    expect(await serving.index.findSdist(release('Zope.Interface==7.2'))).toBeNull();
    expect(asked).toEqual([
      '/simple/zope-interface/',
      expect.stringMatching(/^application\/vnd\.pypi\.simple\.v1\+json, .*text\/html/),
    ]);
  });

  test('as JSON gives the tar.gz of exactly the release', async () => {
    const file = (filename: string, rest: object = {}): object => ({
      filename,
      url: `../../f/${filename}`,
      hashes: { sha256: hash },
      ...rest,
    });
    await using serving = await serve(
      answerJson([
        file('demo-1.0-py3-none-any.whl'),
        file('demo-1.0.zip'),
        { filename: 3 },
        file('demo-1.0.tar.gz'),
        file('demo-1.0.1.tar.gz'),
        file('demo_extra-1.0.tar.gz'),
        file('demo-2.0.tar.gz', { yanked: '' }),
        file('demo-3.0.tar.gz', { yanked: true }),
        file('demo-3.0.zip', { hashes: {} }),
        file('demo-4.0.tar.gz', { url: 'file:///etc/passwd' }),
      ]),
    );
    const find = (version: string): ReturnType<SimpleIndex['findSdist']> =>
      serving.index.findSdist(release(`demo==${version}`));
    const at = (filename: string): string => `${serving.url}/f/${filename}`;
    expect(await find('1.0.0')).toEqual({
      filename: 'demo-1.0.tar.gz',
      url: at('demo-1.0.tar.gz'),
      sha256: hash,
    });
    expect(await find('2.0')).toEqual({
      filename: 'demo-2.0.tar.gz',
      url: at('demo-2.0.tar.gz'),
      sha256: hash,
    });
    expect(await find('3.0')).toEqual({ filename: 'demo-3.0.zip', url: at('demo-3.0.zip'), sha256: null });
    expect(await find('4.0')).toBeNull();
    expect(await find('5.0')).toBeNull();
  });

  test('as HTML gives the same', async () => {
    await using serving = await serve(
      answerHtml(
        `<!DOCTYPE html><html><head><base href="/base/"></head><body><h1>Links</h1>
         <a href="demo-1.0.tar.gz#md5=abc" data-yanked="">demo-1.0.tar.gz</a>
         <a href="x/demo-1.0.zip?a=1&amp;b=2#sha256=${hash}" data-requires-python="&gt;=3.8"> demo-1.0.zip </a>
         <a>demo-1.0.tar.gz</a></body></html>`,
      ),
    );
    expect(await serving.index.findSdist(release('demo==1.0'))).toEqual({
      filename: 'demo-1.0.zip',
      url: `${serving.url}/base/x/demo-1.0.zip?a=1&b=2`,
      sha256: hash,
    });
  });

  test('lists every release that has an sdist, with the Pythons that it is for and whether it was withdrawn', async () => {
    await using json = await serve(
      answerJson([
        bareFile('demo-1.0-py3-none-any.whl'),
        bareFile('demo-2.0.tar.gz', { 'requires-python': '>=3.8', yanked: true }),
        bareFile('demo-2.0.zip', { 'requires-python': '>=3.9' }),
        bareFile('demo-3.0.tar.gz', { 'requires-python': 7, yanked: 'broken' }),
        bareFile('demo-4.0.tar.gz', { url: 'file:///etc/passwd' }),
      ]),
    );
    const project = release('demo==1').project;
    const releases = [
      { version: '2.0', requiresPython: '>=3.9', isYanked: false },
      { version: '3.0', requiresPython: null, isYanked: true },
    ];
    expect(await json.index.listSdists(project)).toEqual(releases);
    await using html = await serve(
      answerHtml(`<a href="demo-2.0.zip" data-requires-python="&gt;=3.9">demo-2.0.zip</a>
        <a href="demo-3.0.tar.gz" data-yanked="broken">demo-3.0.tar.gz</a>`),
    );
    expect(await html.index.listSdists(project)).toEqual(releases);
    await using nothing = await serve((_, response) => response.writeHead(404).end('no'));
    expect(await nothing.index.listSdists(project)).toBeNull();
  });

  test('that is not there means that there is no such project', async () => {
    await using serving = await serve((_, response) => response.writeHead(404).end('no'));
    expect(await serving.index.findSdist(release('demo==1.0'))).toBeNull();
  });

  test('is asked for with the credentials of the address', async () => {
    await using serving = await serve(
      (request, response) => {
        const right = request.headers.authorization === `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
        response.writeHead(right ? 404 : 401).end();
      },
      { credentials: 'me:p%40ss@' },
    );
    expect(await serving.index.findSdist(release('demo==1.0'))).toBeNull();
  });

  const outages: readonly (readonly [string, RequestListener])[] = [
    ['a server error', (_, response) => response.writeHead(503).end()],
    ['a refusal', (_, response) => response.writeHead(403).end()],
    ['broken JSON', (_, response) => response.setHeader('content-type', jsonType).end('{')],
    [
      'JSON of another form',
      (_, response) => response.setHeader('content-type', jsonType).end('{"files": []}'),
    ],
    ['an endless page', answerHtml('x'.repeat(5000))],
    [
      'a redirect to a file',
      (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    ],
    ['silence', () => undefined],
    ['half a page', (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('half')],
    ['a broken connection', (request) => request.socket.destroy()],
  ];
  test.each(outages)('answered by %s is an outage', async (_, listener) => {
    await using serving = await serve(listener, { timeoutMilliseconds: 300 });
    await expect(serving.index.findSdist(release('demo==1.0'))).rejects.toThrow(Outage);
  });

  test('of a server that is not there is an outage', async () => {
    const index = openSimpleIndex({ url: 'http://127.0.0.1:9/simple/', timeoutMilliseconds: 300 });
    await expect(index.findSdist(release('demo==1.0'))).rejects.toThrow(Outage);
  });
});

const content = Buffer.from('the archive');
const right = createHash('sha256').update(content).digest('hex');

async function download(listener: RequestListener, timeoutMilliseconds = 10_000): Promise<Buffer | null> {
  await using serving = await serve(
    (request, response) => {
      if (request.url?.startsWith('/f/') === true) listener(request, response);
      else
        answerJson([{ filename: 'demo-1.0.tar.gz', url: '/f/demo-1.0.tar.gz', hashes: { sha256: right } }])(
          request,
          response,
        );
    },
    { timeoutMilliseconds },
  );
  const found = await serving.index.findSdist(release('demo==1.0'));
  if (found === null) throw new Error('not found');
  const content = await serving.index.download(found);
  return content === null ? null : await buffer(content);
}

describe('a download', () => {
  test('is never made from where clouds keep the keys of a machine', async () => {
    for (const host of ['169.254.169.254', '[fe80::1]', '[::ffff:169.254.169.254]']) {
      const file = { filename: 'demo-1.0.tar.gz', url: `http://${host}/demo-1.0.tar.gz`, hashes: {} };
      await using serving = await serve(answerJson([file]));
      const found = await serving.index.findSdist(release('demo==1.0'));
      if (found === null) throw new Error('not found');
      await expect(serving.index.download(found)).rejects.toThrow(/which no index may name/);
    }
  });

  test('of what is listed and is not there gives nothing', async () => {
    expect(await download((_, response) => response.writeHead(404).end())).toBeNull();
    expect(await download((_, response) => response.writeHead(410).end())).toBeNull();
  });

  test('gives the file', async () => {
    expect(await download((_, response) => response.end(content))).toEqual(content);
  });

  test('follows redirects', async () => {
    const moved = await download((request, response) => {
      if (request.url === '/f/else') response.end(content);
      else response.writeHead(302, { location: '/f/else' }).end();
    });
    expect(moved).toEqual(content);
  });

  test('of another content than promised fails at its end', async () => {
    await expect(download((_, response) => response.end('something else'))).rejects.toThrow(BlobMismatch);
  });

  test('that is too large is stopped', async () => {
    await expect(download((_, response) => response.end('x'.repeat(2000)))).rejects.toThrow(BlobTooLarge);
  });

  test.each([
    ['cut', (_, response) => void response.writeHead(200, { 'content-length': '11' }).end('the')],
    ['stalled', (_, response) => void response.writeHead(200, { 'content-length': '11' }).write('the')],
  ] satisfies [string, RequestListener][])('that is %s is an outage', async (_, listener) => {
    await expect(download(listener, 500)).rejects.toThrow(Outage);
  });
});
