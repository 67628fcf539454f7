import { makeSdist } from '../http/make-sdist.ts';
import { hashOf, openRemoteServer, type RemoteServer, type Said } from './remote-server.ts';

type Listed = {
  readonly filename: string;
  readonly content: Buffer;
  yanked: boolean;
  /** What the page says; null: the true one. */
  hash: string | null;
};

export type SimpleServer = RemoteServer & {
  /** By project; files may be added twice, changed and taken away. */
  readonly projects: Map<string, Listed[]>;
  readonly release: (project: string, version: string) => Promise<Listed>;
  /** Requests of a project's page, by status. */
  readonly looks: (project: string) => readonly number[];
};

/** A simple index that speaks PEP 691 with ETags, as PyPI does. */
export async function openSimpleServer(): Promise<SimpleServer> {
  const projects = new Map<string, Listed[]>();
  const looks: [project: string, status: number][] = [];
  const server = await openRemoteServer((asked): Said => {
    const [, root, name = ''] = asked.path.split('/');
    if (root === 'files') {
      const file = [...projects.values()].flat().find(({ filename }) => filename === name);
      return file === undefined ? { status: 404 } : { status: 200, body: file.content };
    }
    const files = projects.get(name);
    const said = files === undefined ? { status: 404 } : page(files, asked.headers['if-none-match']);
    looks.push([name, said.status]);
    return said;
  });
  const page = (files: readonly Listed[], known: string | undefined): Said => {
    const body = JSON.stringify({
      meta: { 'api-version': '1.1', '_last-serial': 7 },
      files: files.map(({ filename, content, yanked, hash }) => ({
        filename,
        url: `../../files/${filename}`,
        hashes: { sha256: hash ?? hashOf(content) },
        yanked,
      })),
    });
    const etag = `"${hashOf(Buffer.from(body))}"`;
    if (known === etag) return { status: 304 };
    const headers = {
      'content-type': 'application/vnd.pypi.simple.v1+json',
      etag,
      'x-pypi-last-serial': '7',
    };
    return { status: 200, headers, body };
  };
  return Object.assign(server, {
    projects,
    release: async (project: string, version: string) => {
      const listed: Listed = {
        ...(await makeSdist(project, { version, sources: 'c' })),
        yanked: false,
        hash: null,
      };
      projects.set(project, [...(projects.get(project) ?? []), listed]);
      return listed;
    },
    looks: (project: string) => looks.filter(([name]) => name === project).map(([, status]) => status),
  });
}
