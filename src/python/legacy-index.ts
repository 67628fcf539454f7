import type { LegacyProtocol, Publisher } from '../domain/publisher.ts';
import type { Clock } from '../farm/ports.ts';
import type { RemoteIndex, RemoteProject } from '../farm/remote-index.ts';
import { judgeUpload } from './judge-upload.ts';
import { hashRemoteFile, readRemotePage } from './remote-page.ts';
import { askRemote, type RemoteTimes } from './remote-request.ts';
import { uploadFields } from './upload-fields.ts';
import { makeUploadForm } from './upload-form.ts';

export type RemoteAccess = {
  /** Read anew for each use, so that it may be changed while the farm runs. */
  readonly password: () => Promise<string>;
  readonly times: RemoteTimes;
  readonly clock: Clock;
  /** A boundary that is in no file. */
  readonly makeBoundary: () => string;
};

const answerBytes = 64 * 1024;

/** The upload API of PyPI, as pypiserver, Nexus, Artifactory and Pulp understand it. Pages are read to see what arrived. */
export function openLegacyIndex(
  publisher: Pick<Publisher, 'url' | 'credentials'> & { readonly protocol: LegacyProtocol },
  access: RemoteAccess,
): RemoteIndex {
  const { credentials, protocol } = publisher;
  const { times } = access;

  const authorize = async (address: string): Promise<Readonly<Record<string, string>>> => {
    if (credentials === null || new URL(address).origin !== new URL(publisher.url).origin) return {};
    const plain = `${credentials.user}:${await access.password()}`;
    return { authorization: `Basic ${Buffer.from(plain).toString('base64')}` };
  };
  const placesOf = (node: string): { readonly upload: string; readonly simple: string } => {
    const places = protocol.indexes.get(node);
    if (places === undefined) throw new Error(`this publisher takes no files of ${node}`);
    return places;
  };
  const pageOf = ({ node, project }: RemoteProject): string =>
    new URL(`${project}/`, placesOf(node).simple).href;

  return {
    prepare: async () => [],
    upload: async (file, signal) => {
      const { upload } = placesOf(file.entry.node);
      const form = makeUploadForm(file, { fields: uploadFields(file), boundary: access.makeBoundary() });
      const headers = { ...(await authorize(upload)), 'content-type': form.type, accept: '*/*' };
      const request = { method: 'POST', headers, body: form, mostBytes: answerBytes, signal } as const;
      return judgeUpload(await askRemote(upload, { request, times }), access.clock());
    },
    listFiles: async (query, signal) => {
      const page = pageOf(query);
      return readRemotePage(page, { headers: await authorize(page), times, signal });
    },
    hashFile: async ({ url }, options) =>
      hashRemoteFile(url, { headers: await authorize(url), times, ...options }),
  };
}
