import { nodesOf } from '../../domain/index-view.ts';
import type { Sha256 } from '../../domain/sha256.ts';
import type { Asked } from '../asked.ts';
import { matchesEtag } from '../etag.ts';
import { replyWithBlob } from '../file-reply.ts';
import type { HttpFarm } from '../http-ports.ts';
import { notFound, problem, type Reply } from '../reply.ts';

const immutable = { 'Cache-Control': 'public, max-age=31536000, immutable' };
const metadataSuffix = '.metadata';

type OneFile = {
  readonly params: { readonly sha256: Sha256; readonly filename: string };
  readonly asked: Asked;
};

/** A published file, or with `.metadata` behind its name its core metadata (PEP 658). Nothing else of the blobs is open. */
export async function getFile(farm: HttpFarm, { params, asked }: OneFile): Promise<Reply<never>> {
  const { sha256, filename } = params;
  if (filename.endsWith(metadataSuffix)) return getMetadata(farm, { params, asked });
  const file = await farm.catalogue.findFile(sha256, filename);
  if (file === null) return noSuchFile(filename);
  const { node, project } = file;
  const said = await farm.catalogue.findProjectStatus({ nodes: nodesOf(farm.indexes, node), project });
  if (said?.status === 'quarantined') {
    const why = said.reason === null ? '' : `: ${said.reason}`;
    return problem(403, { kind: 'quarantined', detail: `${project} is quarantined in ${node}${why}` });
  }
  const headers = { ...immutable, 'Content-Type': 'application/octet-stream' };
  return (await replyWithBlob(farm.blobs, { sha256, asked, headers })) ?? noSuchFile(filename);
}

async function getMetadata(farm: HttpFarm, { params, asked }: OneFile): Promise<Reply<never>> {
  const { sha256, filename } = params;
  const file = await farm.catalogue.findFile(sha256, filename.slice(0, -metadataSuffix.length));
  const wheel = file && (await farm.catalogue.findWheel(sha256));
  if (wheel === null) return noSuchFile(filename);
  const etag = `"${wheel.metadata.sha256}"`;
  const headers = { ...immutable, 'Content-Type': 'text/plain; charset=utf-8', ETag: etag };
  if (matchesEtag(asked.header('if-none-match'), etag)) return { kind: 'empty', status: 304, headers };
  return { kind: 'text', status: 200, text: wheel.metadata.text, headers };
}

const noSuchFile = (filename: string) => notFound(`no such file is published: ${filename.slice(0, 255)}`);
