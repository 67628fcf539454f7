import type * as z from 'zod';
import { watchListOf } from '../../domain/watch-list-schema.ts';
import type { VersionRule, WatchList } from '../../domain/watch-list.ts';
import type { Asked } from '../asked.ts';
import type { WatchListBody, WatchLists, WatchListView } from '../contract/upstream.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, problem, type ProblemReply, type Reply } from '../reply.ts';

const mostFileBytes = 8 * 1024 ** 2;

export const listWatchLists = async (farm: HttpFarm): Promise<Reply<WatchLists>> =>
  json(200, { watchLists: farm.watching.lists().map(({ list, source }) => viewList(list, source)) });

export const putWatchList = (
  farm: HttpFarm,
  {
    params,
    body,
  }: { readonly params: { readonly name: string }; readonly body: z.output<typeof WatchListBody> },
): Promise<Reply<WatchListView>> => keep(farm, watchListOf(params.name, body));

/** A requirements.txt, or a lock file, instead of JSON. */
export async function putWatchFile(
  farm: HttpFarm,
  input: {
    readonly params: { readonly name: string };
    readonly query: {
      readonly filename: string;
      readonly targets: WatchList['targets'];
      readonly priority: number;
    };
    readonly asked: Asked;
  },
): Promise<Reply<WatchListView>> {
  const { filename, targets, priority } = input.query;
  const limit = Math.min(mostFileBytes, farm.maximumSdistBytes);
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of input.asked.content as AsyncIterable<Uint8Array>) {
    total += chunk.byteLength;
    if (total > limit)
      return problem(413, { kind: 'too-large', detail: `such a file has at most ${limit} bytes` });
    chunks.push(chunk);
  }
  const projects = farm.readLockFile(filename, Buffer.concat(chunks).toString());
  if (!projects.ok)
    return problem(400, { kind: 'bad-watch-file', detail: `${filename}: ${projects.problem}` });
  return keep(farm, { name: input.params.name, projects: projects.value, targets, priority });
}

export async function removeWatchList(
  farm: HttpFarm,
  { params }: { readonly params: { readonly name: string } },
): Promise<Reply<never>> {
  if (await farm.watching.removeList(params.name)) return { kind: 'empty', status: 204 };
  return notFound(`there is no watch list ${params.name} that came through the API`);
}

async function keep(farm: HttpFarm, list: WatchList): Promise<Reply<WatchListView>> {
  const strange = unknownTargets(farm, list);
  if (strange !== null) return strange;
  if (await farm.watching.putList(list)) return json(200, viewList(list, 'api'));
  const detail = `the watch list ${list.name} stands in the configuration; change it there`;
  return problem(409, { kind: 'configured', detail });
}

function unknownTargets(farm: HttpFarm, { targets }: WatchList): ProblemReply | null {
  const offered = farm.offered.map(({ name }) => String(name));
  const missing = targets === 'all' ? [] : targets.filter((name) => !offered.includes(name));
  if (missing.length === 0) return null;
  const detail = `not offered here: ${missing.join(', ')}; the targets are ${offered.join(', ')}`;
  return problem(400, { kind: 'unknown-target', detail });
}

const viewList = (
  { name, projects, targets, priority }: WatchList,
  source: WatchListView['source'],
): WatchListView => ({
  name,
  source,
  projects: Object.fromEntries([...projects].map(([project, rule]) => [project, renderRule(rule)])),
  targets: targets === 'all' ? 'all' : [...targets],
  priority,
});

function renderRule({ kind, count, specifier, preReleases }: VersionRule): string {
  const versions = kind === 'specifier' ? specifier : count === 1 ? 'latest' : `latest-${count}`;
  return preReleases ? `${versions}, with pre-releases` : versions;
}
