import {
  hashOf,
  openRemoteServer,
  readForm,
  type Asked,
  type RemoteServer,
  type Said,
} from './remote-server.ts';

type Stage = { bases: readonly string[]; volatile: boolean; acl_upload: readonly string[]; type: string };

export type DevpiServer = RemoteServer & {
  readonly stages: Map<string, Stage>;
  /** By `user/index/filename`. */
  readonly files: Map<string, Buffer>;
  readonly tokens: Set<string>;
  password: string;
};

const json = (status: number, body: unknown): Said => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** As devpi-server 6 answers (server/devpi_server/views.py): login, index_create, index_get, submit, +simple. */
export async function openDevpiServer(): Promise<DevpiServer> {
  const stages = new Map<string, Stage>();
  const files = new Map<string, Buffer>();
  const tokens = new Set<string>();
  const server = await openRemoteServer(async (asked) => {
    const path = new URL(asked.path, 'http://devpi').pathname;
    if (path === '/+login') return logIn(asked);
    const simple = /^\/([^/]+\/[^/]+)\/\+simple\/([^/]+)\/$/.exec(path);
    if (simple) return showPage(simple[1] ?? '', simple[2] ?? '');
    const file = files.get(path.replace('/+f/', '/').slice(1));
    if (asked.method === 'GET' && file !== undefined) return { status: 200, body: file };
    const stage = path.replace(/^\/|\/$/g, '');
    if (asked.method === 'GET') {
      const found = stages.get(stage);
      return found
        ? json(200, { type: 'indexconfig', result: found })
        : json(404, { message: 'no such stage' });
    }
    const user = userOf(asked);
    if (asked.method === 'PUT') return createStage(asked, { stage, user });
    if (asked.method === 'PATCH') {
      stages.set(stage, { ...(stages.get(stage) as Stage), ...(JSON.parse(asked.body.toString()) as Stage) });
      return json(200, { type: 'indexconfig', result: stages.get(stage) });
    }
    return submit(asked, { stage, user });
  });

  function logIn(asked: Asked): Said {
    const { user, password } = JSON.parse(asked.body.toString()) as { user: string; password: string };
    if (password !== devpi.password)
      return json(401, { message: `user '${user}' could not be authenticated` });
    const token = `${user}.signed.${tokens.size}`;
    tokens.add(token);
    return json(200, {
      type: 'proxyauth',
      result: { password: token, expiration: 36_000 },
      message: 'login successful',
    });
  }
  function userOf(asked: Asked): string | null {
    const header = asked.headers['x-devpi-auth'];
    const [user = '', token = ''] = Buffer.from(typeof header === 'string' ? header : '', 'base64')
      .toString()
      .split(':');
    return tokens.has(token) ? user : null;
  }
  function createStage(asked: Asked, to: { stage: string; user: string | null }): Said {
    if (to.user === null) return json(401, { message: 'not logged in' });
    if (stages.has(to.stage)) return json(409, { message: `index ${to.stage} exists` });
    const wish = JSON.parse(asked.body.toString()) as Partial<Stage>;
    const missing = wish.bases?.find((base) => !stages.has(base) && base !== 'root/pypi');
    if (missing !== undefined) return json(400, { message: `base ${missing} does not exist` });
    stages.set(to.stage, { type: 'stage', bases: [], volatile: true, acl_upload: [to.user], ...wish });
    return json(200, { type: 'indexconfig', result: stages.get(to.stage) });
  }
  async function submit(asked: Asked, to: { stage: string; user: string | null }): Promise<Said> {
    const stage = stages.get(to.stage);
    if (stage === undefined) return { status: 404, body: `The stage ${to.stage} could not be found.` };
    if (to.user === null) return { status: 401 };
    if (!stage.acl_upload.includes(to.user)) return { status: 403, reason: 'no permission to submit' };
    const { fields, file } = await readForm(asked);
    if (fields.get(':action')?.[0] !== 'file_upload') return { status: 400, body: ':action field not found' };
    if (file === null) return { status: 400, body: 'content file field not found' };
    if (!fields.has('name')) return { status: 500 };
    const version = fields.get('version')?.[0] ?? '';
    if (!file.name.includes(version))
      return { status: 400, body: `filename '${file.name}' does not contain version '${version}'` };
    const place = `${to.stage}/${file.name}`;
    const known = files.get(place);
    if (known !== undefined && !stage.volatile) {
      if (known.equals(file.content))
        return { status: 200, reason: 'Upload of identical file to non volatile index.' };
      return { status: 409, reason: `${file.name} already exists in non-volatile index` };
    }
    files.set(place, file.content);
    return { status: 200 };
  }
  /** Its own files and those of its bases. */
  function showPage(stage: string, project: string): Said {
    const found = stages.get(stage);
    if (found === undefined) return { status: 404 };
    const links = [stage, ...found.bases].flatMap((owner) =>
      [...files].flatMap(([place, content]) => {
        const filename = place.slice(owner.length + 1);
        if (!place.startsWith(`${owner}/`) || !filename.startsWith(`${project.replaceAll('-', '_')}-`))
          return [];
        return [
          `<a href="../../../../${owner}/+f/${filename}#sha256=${hashOf(content)}">${filename}</a><br/>`,
        ];
      }),
    );
    return links.length === 0
      ? { status: 404 }
      : {
          status: 200,
          headers: { 'content-type': 'text/html' },
          body: `<html><body>${links.join('')}</body></html>`,
        };
  }

  const devpi: DevpiServer = Object.assign(server, { stages, files, tokens, password: 'secret' });
  return devpi;
}
