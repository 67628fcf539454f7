import { parseProjectName, type ProjectName } from '../../domain/release.ts';
import type { TargetName } from '../../domain/target.ts';
import { nodesOf, pureNode } from '../../farm/index-tree.ts';
import type { Asked } from '../asked.ts';
import { matchesEtag } from '../etag.ts';
import type { HttpFarm } from '../http-ports.ts';
import { notFound, problem, type Headers, type Reply } from '../reply.ts';
import { escapeHtml, renderHtmlPage } from '../simple-index/escape-html.ts';
import { explainAbsence } from '../simple-index/explain-absence.ts';
import {
  contentTypeOf,
  isJson,
  simpleMediaTypes,
  type SimpleMediaType,
} from '../simple-index/media-types.ts';
import {
  renderProject,
  renderProjects,
  simpleProject,
  simpleProjects,
} from '../simple-index/render-pages.ts';

const mostBuildsExplained = 5;

/** `GET /index/`: every node, for people who look around. */
export async function listNodes(farm: HttpFarm, { asked }: { readonly asked: Asked }): Promise<Reply<never>> {
  if (!asked.path.endsWith('/')) return redirect('index/');
  const nodes = [pureNode, ...farm.targets.keys()];
  const links = nodes.map((node) => `<a href="${escapeHtml(node)}/simple/">${escapeHtml(node)}</a><br>`);
  const headers = { 'Content-Type': 'text/html; charset=utf-8' };
  return { kind: 'text', status: 200, text: renderHtmlPage('Indexes', links), headers };
}

type InNode = { readonly node: TargetName | typeof pureNode };

export async function listProjects(
  farm: HttpFarm,
  { params, asked }: { readonly params: InNode; readonly asked: Asked },
): Promise<Reply<never>> {
  const { node } = params;
  if (!isNode(farm, node)) return noSuchNode(node);
  if (!asked.path.endsWith('/')) return redirect('simple/');
  return servePage(farm, { node, asked }, async (type) => {
    const projects = await farm.catalogue.listProjects(nodesOf(node));
    return isJson(type)
      ? JSON.stringify(simpleProjects(projects))
      : renderProjects(`Projects in ${node}`, projects);
  });
}

export async function showProject(
  farm: HttpFarm,
  { params, asked }: { readonly params: InNode & { readonly project: string }; readonly asked: Asked },
): Promise<Reply<never>> {
  const { node } = params;
  if (!isNode(farm, node)) return noSuchNode(node);
  const project = parseProjectName(params.project);
  if (!project.ok) return notFound(project.problem);
  const hasSlash = asked.path.endsWith('/');
  if (!hasSlash || project.value !== params.project)
    return redirect(`${hasSlash ? '../' : ''}${project.value}/`);
  return servePage(farm, { node, asked }, async (type) => {
    const files = await farm.catalogue.listFiles({ nodes: nodesOf(node), project: project.value });
    if (files.length === 0) return absence(farm, { node, project: project.value, type });
    const page = simpleProject(project.value, files);
    return isJson(type) ? JSON.stringify(page) : renderProject(page);
  });
}

/** Chooses the form of a page; one that has not changed since the client saw it is not made again. */
async function servePage(
  farm: HttpFarm,
  { node, asked }: InNode & { readonly asked: Asked },
  render: (type: SimpleMediaType) => Promise<string | Reply<never>>,
): Promise<Reply<never>> {
  const type = asked.prefers(simpleMediaTypes);
  if (type === null) {
    const detail = `the index is served as ${simpleMediaTypes.join(', ')}`;
    return problem(406, { kind: 'not-acceptable', detail, headers: { Vary: 'Accept' } });
  }
  // Read before the page is: a file published in between makes the page newer than its tag, never older.
  const revision = await farm.catalogue.revisionOf(nodesOf(node));
  const etag = `"${farm.edition}-${revision}-${isJson(type) ? 'json' : 'html'}"`;
  const headers = {
    'Content-Type': contentTypeOf(type),
    'Cache-Control': 'no-cache',
    Vary: 'Accept',
    ETag: etag,
  };
  if (matchesEtag(asked.header('if-none-match'), etag)) return { kind: 'empty', status: 304, headers };
  const page = await render(type);
  return typeof page === 'string' ? { kind: 'text', status: 200, text: page, headers } : page;
}

/** 404 with the reason, where the farm knows it. */
async function absence(
  farm: HttpFarm,
  { node, project, type }: InNode & { readonly project: ProjectName; readonly type: SimpleMediaType },
): Promise<Reply<never>> {
  const filter = { project, limit: mostBuildsExplained, ...(node !== pureNode && { target: node }) };
  const sentences = explainAbsence(project, { node, builds: await farm.catalogue.listBuilds(filter) });
  const headers: Headers = { Vary: 'Accept', 'Cache-Control': 'no-store' };
  if (isJson(type)) return problem(404, { kind: 'not-in-index', detail: sentences.join(' '), headers });
  const text = renderHtmlPage(
    '404 Not Found',
    sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
  );
  return { kind: 'text', status: 404, text, headers: { ...headers, 'Content-Type': contentTypeOf(type) } };
}

const isNode = (farm: HttpFarm, node: InNode['node']): boolean => node === pureNode || farm.targets.has(node);
const noSuchNode = (node: string) => notFound(`there is no index ${node}`);

/** Relative, so that it holds behind any host and path. */
const redirect = (location: string): Reply<never> => ({
  kind: 'empty',
  status: 301,
  headers: { Location: location },
});
