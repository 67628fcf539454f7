import {
  hashOf,
  openRemoteServer,
  readForm,
  type Asked,
  type RemoteServer,
  type Said,
} from './remote-server.ts';

export type PypiServer = RemoteServer & {
  readonly files: Map<string, Buffer>;
  /** The fields of each upload that was taken. */
  readonly forms: ReadonlyMap<string, readonly string[]>[];
  /** Whether its pages name hashes; pypiserver may be told not to. */
  hashes: 'sha256' | 'none';
};

/** As pypiserver 2 answers (pypiserver/_app.py): uploads to `/`, pages below `/simple/`, others are sent to PyPI. */
export async function openPypiServer(password = 'secret'): Promise<PypiServer> {
  const files = new Map<string, Buffer>();
  const forms: ReadonlyMap<string, readonly string[]>[] = [];
  const server = await openRemoteServer((asked) => {
    if (asked.method === 'POST' && asked.path === '/') return upload(asked);
    const page = /^\/simple\/([^/]+)\/$/.exec(asked.path)?.[1];
    if (page !== undefined) return showPage(page);
    const file = files.get(asked.path.replace('/packages/', ''));
    return file === undefined ? { status: 404 } : { status: 200, body: file };
  });

  async function upload(asked: Asked): Promise<Said> {
    const basic = `Basic ${Buffer.from(`wheelyard:${password}`).toString('base64')}`;
    if (asked.headers.authorization === undefined) return problem(401, 'Unauthorized');
    if (asked.headers.authorization !== basic) return problem(403, 'Forbidden');
    if (asked.headers['user-agent']?.includes('twine') === true) return problem(400, 'not you');
    const { fields, file } = await readForm(asked);
    if (fields.get(':action')?.[0] !== 'file_upload') return problem(400, "Missing ':action' field!");
    if (file === null) return problem(400, "Missing 'content' file-field!");
    if (!/^[a-z0-9_.!+-]+$/i.test(file.name)) return problem(400, `Bad filename: ${file.name}`);
    if (files.has(file.name)) return problem(409, `Package '${file.name}' already exists!`);
    files.set(file.name, file.content);
    forms.push(fields);
    return { status: 200 };
  }
  function showPage(project: string): Said {
    const links = [...files]
      .filter(([name]) => name.startsWith(`${project.replaceAll('-', '_')}-`))
      .map(([name, content]) => {
        const fragment = pypi.hashes === 'none' ? '' : `#sha256=${hashOf(content)}`;
        return `<a href="/packages/${name}${fragment}">${name}</a><br>`;
      });
    if (links.length === 0)
      return { status: 302, headers: { location: `https://pypi.invalid/simple/${project}/` } };
    return {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: `<html><body>${links.join('')}</body></html>`,
    };
  }
  const pypi: PypiServer = Object.assign(server, { files, forms, hashes: 'sha256' as const });
  return pypi;
}

/** In bottle's words. */
const problem = (status: number, words: string): Said => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN"><html><head><title>Error: ${status}</title>
    <style type="text/css">html {background-color: #eee}</style></head>
    <body><h1>Error: ${status}</h1><pre>${words.replaceAll("'", '&#039;')}</pre></body></html>`,
});
