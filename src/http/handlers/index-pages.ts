import { nodesFor, nodesOf } from '../../domain/index-view.ts';
import { parseProjectName, type ProjectName } from '../../domain/release.ts';
import type { Asked } from '../asked.ts';
import { clientOf } from '../client-of.ts';
import type { HttpFarm } from '../http-ports.ts';
import { notFound, problem, type Reply } from '../reply.ts';
import { matchesEtag } from '../etag.ts';
import { chooseEncoding } from '../simple-index/choose-encoding.ts';
import { escapeHtml, renderHtmlPage } from '../simple-index/escape-html.ts';
import { pathOfProject, pathOfProjects } from '../simple-index/index-shelf.ts';
import { isJson, simpleMediaTypes, type SimpleMediaType } from '../simple-index/media-types.ts';
import { headersOf } from '../simple-index/page-headers.ts';
import {
  renderProject,
  renderProjects,
  simpleProject,
  simpleProjects,
} from '../simple-index/render-pages.ts';
import { explainAbsentProject } from './absent-project.ts';

/** `GET /index/`: every index, for people who look around. */
export async function listNodes(farm: HttpFarm, { asked }: { readonly asked: Asked }): Promise<Reply<never>> {
  if (!asked.path.endsWith('/')) return redirect('index/');
  const body = [...farm.indexes.nodes.keys()].map(
    (node) => `<a href="${escapeHtml(node)}/simple/">${escapeHtml(node)}</a><br>`,
  );
  const headers = { 'Content-Type': 'text/html; charset=utf-8' };
  return { kind: 'text', status: 200, text: renderHtmlPage('Indexes', { body }), headers };
}

type InNode = { readonly node: string };

export async function listProjects(
  farm: HttpFarm,
  { params, asked }: { readonly params: InNode; readonly asked: Asked },
): Promise<Reply<never>> {
  const { node } = params;
  if (!farm.indexes.nodes.has(node)) return noSuchNode(node);
  if (!asked.path.endsWith('/')) return redirect('simple/');
  const path = pathOfProjects(node);
  const make = async (form: 'html' | 'json'): Promise<string> => {
    const projects = await findProjects(farm, node);
    return form === 'json'
      ? JSON.stringify(simpleProjects(projects))
      : renderProjects(`Projects in ${node}`, projects);
  };
  // There is always a list, though it may be empty.
  return servePage(farm, { path, asked, make, orElse: async () => noSuchNode(node) });
}

export async function showProject(
  farm: HttpFarm,
  { params, asked }: { readonly params: InNode & { readonly project: string }; readonly asked: Asked },
): Promise<Reply<never>> {
  const { node } = params;
  if (!farm.indexes.nodes.has(node)) return noSuchNode(node);
  const name = parseProjectName(params.project);
  if (!name.ok) return notFound(name.problem);
  const project = name.value;
  const hasSlash = asked.path.endsWith('/');
  if (!hasSlash || project !== params.project) return redirect(`${hasSlash ? '../' : ''}${project}/`);
  const make = async (form: 'html' | 'json'): Promise<string | null> => {
    const nodes = nodesFor(farm.indexes, { node, project });
    const files = await farm.catalogue.listFiles({ nodes, project });
    if (files.length === 0) return null;
    const status = (await farm.catalogue.findProjectStatus({
      nodes: nodesOf(farm.indexes, node),
      project,
    })) ?? {
      status: 'active',
      reason: null,
    };
    const page = simpleProject(project, { files, status });
    return form === 'json' ? JSON.stringify(page) : renderProject(page);
  };
  const page = { path: pathOfProject(node, project), asked, make };
  const orElse = async (type: SimpleMediaType): Promise<Reply<never>> => {
    const { signal } = asked;
    const demanded = await farm.onDemand.demand({ node, project, client: clientOf(asked), signal });
    const explain = () => explainAbsentProject(farm, { node, project, type, demanded });
    // It may have been built while the request was held.
    return demanded.kind === 'asked' ? servePage(farm, { ...page, orElse: explain }) : explain();
  };
  return servePage(farm, { ...page, orElse });
}

/** Of an internal project only what its pin lets be seen: its name may stand elsewhere, too. */
async function findProjects(farm: HttpFarm, node: string): Promise<readonly ProjectName[]> {
  const { catalogue, indexes } = farm;
  const projects = await catalogue.listProjects(nodesOf(indexes, node));
  const hidden = new Set<ProjectName>();
  for (const project of projects.filter((each) => indexes.pinned.has(each))) {
    const files = await catalogue.listFiles({ nodes: nodesFor(indexes, { node, project }), project });
    if (files.length === 0) hidden.add(project);
  }
  return projects.filter((project) => !hidden.has(project));
}

/** Chooses the form of a page and takes it from the shelf, or makes it. */
async function servePage(
  farm: HttpFarm,
  page: {
    readonly path: string;
    readonly asked: Asked;
    readonly make: (form: 'html' | 'json') => Promise<string | null>;
    readonly orElse: (type: SimpleMediaType) => Promise<Reply<never>>;
  },
): Promise<Reply<never>> {
  const { path, asked } = page;
  const type = asked.prefers(simpleMediaTypes);
  if (type === null) {
    const detail = `the index is served as ${simpleMediaTypes.join(', ')}`;
    return problem(406, { kind: 'not-acceptable', detail, headers: { Vary: 'Accept, Accept-Encoding' } });
  }
  const acceptEncoding = asked.header('accept-encoding');
  const form = isJson(type) ? 'json' : 'html';
  const packed = await farm.shelf.take(
    { path, form },
    { encoding: chooseEncoding(acceptEncoding), make: () => page.make(form) },
  );
  if (packed === null) return page.orElse(type);
  farm.readyPages.learn({ accept: asked.header('accept'), acceptEncoding }, type);
  const headers = headersOf(packed, type);
  return matchesEtag(asked.header('if-none-match'), packed.etag)
    ? { kind: 'empty', status: 304, headers }
    : { kind: 'bytes', status: 200, bytes: packed.body, headers };
}

const noSuchNode = (node: string) => notFound(`there is no index ${node}`);

/** Relative, so that it holds behind any host and path. */
const redirect = (location: string): Reply<never> => ({
  kind: 'empty',
  status: 301,
  headers: { Location: location },
});
