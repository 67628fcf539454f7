import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';

/** A package index as others run it: one file a project, its page in one of the two forms, its hash true or false. */
export async function openUpstream(
  projects: Readonly<
    Record<string, { readonly file: string; readonly form: 'json' | 'html'; readonly hash: 'true' | 'false' }>
  >,
): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createServer((request, response) => {
    const [, root, name = ''] = (request.url ?? '').split('/');
    const project = projects[name];
    if (root === 'files') {
      const wanted = Object.values(projects).find(({ file }) => basename(file) === name);
      return void response
        .writeHead(wanted === undefined ? 404 : 200)
        .end(wanted && readFileSync(wanted.file));
    }
    if (root !== 'simple' || project === undefined) return void response.writeHead(404).end();
    const content = project.hash === 'true' ? readFileSync(project.file) : 'something else';
    const sha256 = createHash('sha256').update(content).digest('hex');
    const filename = basename(project.file);
    if (project.form === 'json') {
      response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json');
      const files = [{ filename, url: `../../files/${filename}`, hashes: { sha256 } }];
      return void response.end(JSON.stringify({ meta: { 'api-version': '1.0' }, name, files }));
    }
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!DOCTYPE html><html><body><a href="../../files/${filename}#sha256=${sha256}">${filename}</a></body></html>`,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/simple/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
