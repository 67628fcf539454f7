import { once } from 'node:events';
import { mkdir, mkdtempDisposable, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findHostMirror } from '../src/distro/host-mirror.ts';
import { parseProjectName, parseVersion } from '../src/domain/release.ts';
import { say } from './figures.ts';

/** An upstream archive in Debian's source pool. */
type PoolFile = { readonly path: string; readonly sha256: string; readonly filename: string };

const suites = ['bullseye', 'bookworm', 'trixie', 'sid'];

/**
 * Debian's source pool as an upstream index (PEP 503, JSON): what a farm with an upstream has at hand, here of the only
 * archives that the machine can reach. Every archive stands under the name that its project would give it.
 */
export async function openPoolIndex(cache: string): Promise<{ readonly url: string } & AsyncDisposable> {
  const mirror = await findHostMirror();
  if (mirror === null) throw new Error('this host has no apt, and thereby no Debian mirror');
  const projects = new Map<string, Map<string, PoolFile>>();
  for (const suite of suites) {
    const text = await readSources(
      `${mirror.main}/dists/${suite}/main/source/Sources.xz`,
      join(cache, suite),
    );
    if (text === null) say(`the mirror has no sources of ${suite}`);
    else for (const stanza of text.split('\n\n')) addSource(projects, stanza);
  }
  say(`upstream: ${projects.size} projects of Debian's source pool`);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, root, ...rest] = decodeURIComponent(request.url ?? '').split('/');
    if (root === 'files' && rest[0] === 'inner') {
      return void response.end(await packInner(projects, { mirror: mirror.main, filename: rest[1] ?? '' }));
    }
    if (root === 'files') {
      const reply = await fetch(`${mirror.main}/${rest.slice(0, -1).join('/')}`);
      response.writeHead(reply.status);
      if (reply.body === null) response.end();
      else await pipeline(Readable.fromWeb(reply.body), response);
      return;
    }
    const name = rest[0] ?? '';
    const outer = inner[name];
    const files = root === 'simple' ? projects.get(outer ?? name) : undefined;
    if (files === undefined) return void response.writeHead(404).end();
    response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json');
    const listed = outer === undefined ? listFiles(files) : listInner(name, files);
    response.end(JSON.stringify({ meta: { 'api-version': '1.0' }, name, files: listed }));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      say(String(error));
      response.destroy();
    });
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

/** Projects whose sources lie in a folder of another's archive: upstream publishes them apart. */
const inner: Readonly<Record<string, string>> = { 'flit-core': 'flit' };

const listInner = (name: string, files: ReadonlyMap<string, PoolFile>): readonly unknown[] =>
  [...files.keys()].map((version) => {
    const filename = `${name.replaceAll('-', '_')}-${version}.tar.gz`;
    return { filename, url: `/files/inner/${filename}`, hashes: {} };
  });

/** The folder of the inner project as an archive of its own. */
async function packInner(
  projects: ReadonlyMap<string, ReadonlyMap<string, PoolFile>>,
  wanted: { readonly mirror: string; readonly filename: string },
): Promise<Buffer> {
  const [folder = '', version = ''] = wanted.filename.replace(/\.tar\.gz$/, '').split('-');
  const outer = inner[folder.replaceAll('_', '-')] ?? '';
  const file = projects.get(outer)?.get(version);
  if (file === undefined) throw new Error(`no ${wanted.filename} in the pool`);
  const reply = await fetch(`${wanted.mirror}/${file.path}`);
  if (!reply.ok) throw new Error(`the mirror answers ${reply.status} to ${file.path}`);
  await using scratch = await mkdtempDisposable(join(tmpdir(), 'wy-pool-'));
  await writeFile(join(scratch.path, 'outer'), Buffer.from(await reply.arrayBuffer()));
  const run = promisify(execFile);
  await run('tar', ['-xf', 'outer', '--strip-components=1'], { cwd: scratch.path });
  await rename(join(scratch.path, folder), join(scratch.path, `${folder}-${version}`));
  await run('tar', ['-czf', 'inner.tar.gz', `${folder}-${version}`], { cwd: scratch.path });
  return readFile(join(scratch.path, 'inner.tar.gz'));
}

const listFiles = (files: ReadonlyMap<string, PoolFile>): readonly unknown[] =>
  [...files.values()].map(({ path, filename, sha256 }) => ({
    filename,
    url: `/files/${path}/${filename}`,
    hashes: { sha256 },
  }));

/** Kept for the next run; the lists change little. */
async function readSources(url: string, kept: string): Promise<string | null> {
  const known = await readFile(kept, 'utf8').catch(() => null);
  if (known !== null) return known;
  const reply = await fetch(url, { signal: AbortSignal.timeout(120_000) });
  if (!reply.ok) return null;
  await mkdir(join(kept, '..'), { recursive: true });
  await writeFile(`${kept}.xz`, Buffer.from(await reply.arrayBuffer()));
  const { stdout } = await promisify(execFile)('xz', ['-dc', `${kept}.xz`], { maxBuffer: 512 * 1024 * 1024 });
  await writeFile(kept, stdout);
  return stdout;
}

/** A Python project's source package is named like it, or makes `python3-<project>`. */
function addSource(projects: Map<string, Map<string, PoolFile>>, stanza: string): void {
  const field = (name: string): string => new RegExp(`^${name}: (.*)`, 'm').exec(stanza)?.[1] ?? '';
  const source = field('Package');
  const directory = field('Directory');
  const archive = /^ ([0-9a-f]{64}) \d+ (\S+\.orig(\.tar\.(?:gz|xz|bz2)))$/m.exec(stanza);
  const binaries = /^Binary:.*(?:\n .*)*/m.exec(stanza)?.[0] ?? '';
  const names = [
    source,
    source.replace(/^python3?-/, ''),
    ...[...binaries.matchAll(/[ ,]python3-([a-z0-9][a-z0-9.+-]*)/g)].map(([, name = '']) => name),
  ];
  const version = parseVersion(upstreamVersion(field('Version')));
  if (archive === null || !version.ok) return;
  const [, sha256 = '', file = '', ending = ''] = archive;
  for (const name of names) {
    const project = parseProjectName(name);
    if (!project.ok) continue;
    const filename = `${project.value}-${version.value}${ending}`;
    const files = projects.get(project.value) ?? new Map<string, PoolFile>();
    files.set(version.value, { path: `${directory}/${file}`, sha256, filename });
    projects.set(project.value, files);
  }
}

/** `1:2.3.4~rc1+dfsg-2` is upstream's 2.3.4rc1. */
const upstreamVersion = (version: string): string =>
  version
    .replace(/^\d+:/, '')
    .replace(/-[^-]*$/, '')
    .replace(/^.*\+0?\.?really\.?/, '')
    .replace(/[+~.](?:dfsg|ds|repack)[\d.]*$/, '')
    .replaceAll('~', '');
