import { isFinal } from '../../domain/build-state.ts';
import { nodesFor, targetsOf } from '../../domain/index-view.ts';
import type { ProjectName } from '../../domain/release.ts';
import type { DemandAnswer } from '../../farm/on-demand.ts';
import type { Build } from '../../farm/records.ts';
import type { HttpFarm } from '../http-ports.ts';
import { problem, type Headers, type Reply } from '../reply.ts';
import { escapeHtml, renderHtmlPage } from '../simple-index/escape-html.ts';
import { explainAbsence } from '../simple-index/explain-absence.ts';
import { explainDemand } from '../simple-index/explain-demand.ts';
import { contentTypeOf, isJson, type SimpleMediaType } from '../simple-index/media-types.ts';

const mostBuildsExplained = 5;

type InNode = { readonly node: string; readonly project: ProjectName };

/** 404 with the reason, where the farm knows it. Installers take it for "not here", whatever else it says. */
export async function explainAbsentProject(
  farm: HttpFarm,
  {
    node,
    project,
    type,
    demanded,
  }: InNode & {
    readonly type: SimpleMediaType;
    readonly demanded: DemandAnswer;
  },
): Promise<Reply<never>> {
  const isPinned = farm.indexes.pinned.has(project);
  const pinnedTo = isPinned ? nodesFor(farm.indexes, { node, project }) : null;
  const builds = await findBuilds(farm, { node, project });
  const isQueued = builds.some(({ state }) => state.name === 'queued');
  const waitSeconds = isQueued || demanded.kind === 'asked' ? await farm.estimateWait() : null;
  const isUnderWay = builds.some(({ state }) => !isFinal(state.name));
  // What was asked for and has ended, without a file for this index, is told by its builds.
  const words =
    demanded.kind === 'asked' && !isUnderWay ? null : explainDemand(project, demanded, { waitSeconds });
  const demand = words?.sentence ?? null;
  const retryAfter = words?.retryAfterSeconds ?? null;
  const absence = explainAbsence(project, { node, pinnedTo, builds, demand, waitSeconds });
  const headers: Headers = {
    Vary: 'Accept, Accept-Encoding',
    'Cache-Control': 'no-store',
    ...(retryAfter !== null && { 'Retry-After': `${retryAfter}` }),
  };
  if (isJson(type)) {
    const detail = [...absence.sentences, ...absence.builds.map(({ sentence }) => sentence)].join(' ');
    const reply = problem(404, { kind: 'not-in-index', detail, headers });
    const links = absence.builds.map(({ build, sentence }) => ({
      id: build.id,
      state: build.state.name,
      sentence,
      page: pageOf(build),
    }));
    const again = retryAfter === null ? {} : { retryAfterSeconds: retryAfter };
    return { ...reply, problem: { ...reply.problem, ...again, builds: links } };
  }
  const text = renderHtmlPage('404 Not Found', {
    body: [
      ...absence.sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
      ...absence.builds.map(
        ({ build, sentence }) =>
          `<p>${escapeHtml(sentence)} <a href="${pageOf(build)}">See build ${build.id}</a></p>`,
      ),
    ],
  });
  return { kind: 'text', status: 404, text, headers: { ...headers, 'Content-Type': contentTypeOf(type) } };
}

/** Relative to the page of the index, so that it holds behind any host and path. */
const pageOf = ({ id }: Build): string => `../../../../builds/${id}`;

/** Builds that would have put the project into the node, newest first. */
async function findBuilds(farm: HttpFarm, { node, project }: InNode): Promise<readonly Build[]> {
  const filter = { project, limit: mostBuildsExplained };
  const targets = targetsOf(farm.indexes, node);
  if (targets.length === 0) return farm.catalogue.listBuilds(filter);
  const lists = await Promise.all(targets.map((target) => farm.catalogue.listBuilds({ ...filter, target })));
  return lists
    .flat()
    .toSorted((one, other) => other.id - one.id)
    .slice(0, mostBuildsExplained);
}
