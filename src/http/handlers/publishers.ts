import type { Asked } from '../asked.ts';
import { nameOf } from '../authenticate.ts';
import type { PublisherDetail, PublisherList, PublisherView, RetriedFiles } from '../contract/publisher.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, type ProblemReply, type Reply } from '../reply.ts';
import { viewPublisher } from '../views/publisher-view.ts';

export async function listPublishers(farm: HttpFarm): Promise<Reply<PublisherList>> {
  const states = await Promise.all(farm.publishing.names.map(farm.publishing.show));
  return json(200, { publishers: states.flatMap((state) => (state === null ? [] : [viewPublisher(state)])) });
}

export async function showPublisher(
  farm: HttpFarm,
  {
    params,
    query,
  }: {
    readonly params: { readonly name: string };
    readonly query: { readonly after: number; readonly limit: number };
  },
): Promise<Reply<PublisherDetail>> {
  const state = await farm.publishing.show(params.name);
  if (state === null) return noSuchPublisher(params.name);
  const refused = await farm.publishing.listRefused(state.publisher.name, query);
  const refusedFiles = refused.flatMap(({ id, filename, node, release, sha256, state: { ...its } }) =>
    its.name === 'refused' ? [{ id, filename, node, ...release, sha256, words: its.words, at: its.at }] : [],
  );
  const next = refused.length < query.limit ? null : (refused.at(-1)?.id ?? null);
  return json(200, { ...viewPublisher(state), refusedFiles, next });
}

export async function retryRefused(
  farm: HttpFarm,
  { params, asked }: { readonly params: { readonly name: string }; readonly asked: Asked },
): Promise<Reply<RetriedFiles>> {
  const state = await farm.publishing.show(params.name);
  if (state === null) return noSuchPublisher(params.name);
  const files = await farm.publishing.retry(state.publisher.name);
  farm.report({ kind: 'publisher-retried', publisher: params.name, files, by: nameOf(asked.caller) });
  return json(200, { retried: files });
}

export async function resyncPublisher(
  farm: HttpFarm,
  { params, asked }: { readonly params: { readonly name: string }; readonly asked: Asked },
): Promise<Reply<PublisherView>> {
  const before = await farm.publishing.show(params.name);
  if (before === null) return noSuchPublisher(params.name);
  farm.publishing.resync(before.publisher.name);
  farm.report({ kind: 'publisher-resync', publisher: params.name, by: nameOf(asked.caller) });
  return json(202, viewPublisher((await farm.publishing.show(params.name)) ?? before));
}

const noSuchPublisher = (name: string): ProblemReply => notFound(`there is no publisher ${name}`);
