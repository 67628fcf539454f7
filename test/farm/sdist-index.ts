import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A package index of somebody else: every sdist of a folder, as it stands there when it is asked. */
export async function openSdistIndex(folder: string): Promise<
  {
    readonly url: string;
    /** Projects that were asked for. */
    readonly asked: readonly string[];
  } & AsyncDisposable
> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const [, root, name = ''] = (request.url ?? '').split('/');
    const names = readdirSync(folder).filter((each) => each.endsWith('.tar.gz'));
    if (root === 'files') {
      return void (names.includes(name)
        ? response.end(readFileSync(join(folder, name)))
        : response.writeHead(404).end());
    }
    asked.push(name);
    const files = names
      .filter((each) => each.startsWith(`${name.replaceAll('-', '_')}-`))
      .map((filename) => ({
        filename,
        url: `../../files/${filename}`,
        hashes: {
          sha256: createHash('sha256')
            .update(readFileSync(join(folder, filename)))
            .digest('hex'),
        },
      }));
    if (files.length === 0) return void response.writeHead(404).end();
    response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json');
    response.end(JSON.stringify({ meta: { 'api-version': '1.0' }, name, files }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/simple/`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
