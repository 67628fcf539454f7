import type { DevpiProtocol, Publisher } from '../domain/publisher.ts';
import type { RemoteIndex } from '../farm/remote-index.ts';
import { openDevpiSession } from './devpi-session.ts';
import { ensureDevpiTree } from './devpi-tree.ts';
import { judgeUpload } from './judge-upload.ts';
import type { RemoteAccess } from './legacy-index.ts';
import { hashRemoteFile, readRemotePage } from './remote-page.ts';
import { uploadFields } from './upload-fields.ts';
import { makeUploadForm } from './upload-form.ts';

const answerBytes = 64 * 1024;

/** Stages of a devpi-server, under one login. Source of the protocol: devpi_server/views.py (submit, login, index_create). */
export function openDevpiIndex(
  publisher: Pick<Publisher, 'url' | 'credentials'> & { readonly protocol: DevpiProtocol },
  access: RemoteAccess,
): RemoteIndex {
  const { protocol } = publisher;
  const { times } = access;
  const session = openDevpiSession(publisher, access);
  const stageOf = (node: string): string => {
    const stage = protocol.indexes.get(node);
    if (stage === undefined) throw new Error(`this publisher takes no files of ${node}`);
    return stage;
  };

  /** A login that the server no longer knows may be what is wrong with a page. */
  const reading = <Value>(read: () => Promise<Value>): Promise<Value> =>
    read().catch((error: unknown) => {
      session.forget();
      throw error;
    });

  return {
    prepare: (signal) => ensureDevpiTree(session, { ...protocol, signal }),
    upload: async (file, signal) => {
      const form = makeUploadForm(file, { fields: uploadFields(file), boundary: access.makeBoundary() });
      const headers = { 'content-type': form.type, accept: 'application/json, */*;q=0.1' };
      const request = { method: 'POST', headers, body: form, mostBytes: answerBytes, signal } as const;
      return judgeUpload(await session.ask(`${stageOf(file.entry.node)}/`, request), access.clock());
    },
    listFiles: ({ node, project }, signal) =>
      reading(async () => {
        const stage = stageOf(node);
        const page = session.url(`${stage}/+simple/${project}/`);
        const headers = await session.headersFor(page, signal);
        const files = await readRemotePage(page, { headers, times, signal });
        // A page shows the files of all bases; only this stage's own say what was uploaded to it.
        return files.filter(({ url }) => new URL(url).pathname.includes(`/${stage}/+`));
      }),
    hashFile: ({ url }, options) =>
      reading(async () => {
        const headers = await session.headersFor(url, options.signal);
        return hashRemoteFile(url, { headers, times, ...options });
      }),
  };
}
