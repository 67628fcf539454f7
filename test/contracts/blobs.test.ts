import { execFile } from 'node:child_process';
import { mkdir, mkdtempDisposable, readdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openDiskBlobs } from '../../src/blobs/disk-blobs.ts';
import { openHttpBlobs } from '../../src/blobs/http-blobs.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { BlobTooLarge, Outage } from '../../src/farm/ports.ts';
import { blobServerToken, openBlobServer } from './blob-server.ts';
import { describeBlobs, readAll, streamOf } from './blobs.contract.ts';

const openFolder = () => mkdtempDisposable(join(tmpdir(), 'wheelyard-blobs-'));

async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describeBlobs('on disk', async () => {
  const folder = await openFolder();
  return {
    blobs: await openDiskBlobs({ folder: folder.path }),
    listFiles: () => listFiles(folder.path),
    [Symbol.asyncDispose]: () => folder.remove(),
  };
});

describeBlobs('over HTTP', async () => {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(await openFolder());
  const scratchFolder = join(folder.path, 'scratch');
  await mkdir(scratchFolder);
  const server = opened.use(
    await openBlobServer(await openDiskBlobs({ folder: join(folder.path, 'blobs') })),
  );
  const house = opened.move();
  return {
    blobs: openHttpBlobs({ url: server.url, token: blobServerToken, scratchFolder }),
    listFiles: () => listFiles(folder.path),
    [Symbol.asyncDispose]: () => house.disposeAsync(),
  };
});

describe('blobs on disk', () => {
  it('stand read-only under their hash, and are there after reopening', async () => {
    await using folder = await openFolder();
    const blobs = await openDiskBlobs({ folder: folder.path });
    const { sha256 } = await blobs.put(streamOf(Buffer.from('kept')));
    const path = join(folder.path, sha256.slice(0, 2), sha256.slice(2));
    expect((await stat(path)).mode & 0o222).toBe(0);
    expect((await readAll(await openDiskBlobs({ folder: folder.path }), sha256)).toString()).toBe('kept');
  });

  it('are rid of what a killed process left half written as soon as they are opened', async () => {
    await using folder = await openFolder();
    await mkdir(join(folder.path, 'incoming', 'put-abc'), { recursive: true });
    await writeFile(join(folder.path, 'incoming', 'put-abc', 'content'), 'hal');
    await openDiskBlobs({ folder: folder.path });
    expect(await listFiles(folder.path)).toEqual([]);
  });

  it('meet a disk that takes no more with an outage, and leave no part of the file', async () => {
    await using folder = await openFolder();
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      'ulimit -f 64; exec "$0" "$@"',
      process.execPath,
      fileURLToPath(new URL('./full-disk-blobs-probe.ts', import.meta.url)),
      folder.path,
    ]);
    expect(stdout).toBe('Outage: blobs can not be kept: the file is larger than the host allows\n');
    expect(await listFiles(folder.path)).toEqual([]);
  });

  it('meet the loss of their folder with an outage', async () => {
    await using folder = await openFolder();
    const blobs = await openDiskBlobs({ folder: join(folder.path, 'blobs') });
    await folder.remove();
    const content = streamOf(Buffer.from('x'));
    await expect(blobs.put(content)).rejects.toThrow(Outage);
    expect(content.destroyed).toBe(true);
  });
});

describe('blobs over HTTP', () => {
  const sha256 = sha256Of('some blob');

  it('meet a server that is not there with an outage', async () => {
    await using folder = await openFolder();
    const blobs = openHttpBlobs({ url: await unusedAddress(), token: 'x', scratchFolder: folder.path });
    await expect(blobs.get(sha256)).rejects.toThrow(Outage);
    await expect(blobs.has(sha256)).rejects.toThrow(Outage);
    await expect(blobs.put(Readable.from(['some blob']))).rejects.toThrow(Outage);
    await expect(blobs.put(Readable.from(['some blob']), { expect: sha256 })).rejects.toThrow(Outage);
    expect(await listFiles(folder.path)).toEqual([]);
  });

  it.each([500, 503, 401, 403, 302])('meet the answer %i with an outage', async (status) => {
    const blobs = answering(() => new Response('', { status, headers: { location: '/elsewhere' } }));
    await expect(blobs.get(sha256)).rejects.toThrow(Outage);
    await expect(blobs.has(sha256)).rejects.toThrow(Outage);
    await expect(blobs.put(Readable.from(['some blob']), { expect: sha256 })).rejects.toThrow(Outage);
  });

  it('call a blob too large when the farm does', async () => {
    const blobs = answering(() => new Response('', { status: 413 }));
    await expect(blobs.put(Readable.from(['some blob']), { expect: sha256 })).rejects.toThrow(BlobTooLarge);
  });

  it('do not pass on content that is not what its hash says', async () => {
    const blobs = answering(() => new Response('another', { headers: { 'content-length': '7' } }));
    const blob = await blobs.get(sha256);
    await expect(buffer(blob?.content ?? Readable.from([]))).rejects.toThrow(Outage);
  });

  it('call a transfer that breaks off an outage', async () => {
    await using folder = await openFolder();
    await using server = await openRudeServer(
      'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly the beginning',
    );
    const blobs = openHttpBlobs({ url: server.url, token: 'x', scratchFolder: folder.path });
    const blob = await blobs.get(sha256);
    expect(blob?.sizeBytes).toBe(100);
    await expect(buffer(blob?.content ?? Readable.from([]))).rejects.toThrow(Outage);
  });

  it('send the token, and work under an address with a path', async () => {
    const seen: string[] = [];
    const blobs = openHttpBlobs({
      url: 'http://farm.test/wheelyard',
      token: 'secret',
      scratchFolder: tmpdir(),
      fetch: async (input, init) => {
        const request = new Request(input, init);
        seen.push(`${request.method} ${request.url} ${request.headers.get('authorization')}`);
        return new Response(null, { status: 404 });
      },
    });
    expect(await blobs.has(sha256)).toBe(false);
    expect(seen).toEqual([`HEAD http://farm.test/wheelyard/blobs/${sha256} Bearer secret`]);
  });
});

function answering(respond: () => Response) {
  return openHttpBlobs({
    url: 'http://farm.test',
    token: 'x',
    scratchFolder: tmpdir(),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      await request.arrayBuffer();
      return Object.defineProperty(respond(), 'url', { value: request.url });
    },
  });
}

/** Answers every request with the same bytes and hangs up. */
async function openRudeServer(bytes: string): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(bytes));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}

async function unusedAddress(): Promise<string> {
  await using server = await openRudeServer('');
  return server.url;
}
