import { nodesOf, targetsOf } from '../../domain/index-view.ts';
import type { ProjectName } from '../../domain/release.ts';
import type { Asked } from '../asked.ts';
import { nameOf } from '../authenticate.ts';
import type { IndexNodeList, StatusRequest, YankedFile } from '../contract/index-node.ts';
import type { ProjectStatusView } from '../contract/simple-index.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, type Reply } from '../reply.ts';
import { pathOfProjects } from '../simple-index/index-shelf.ts';

export async function listIndexes({ indexes }: HttpFarm): Promise<Reply<IndexNodeList>> {
  const views = [...indexes.nodes.values()].map((node) => ({
    name: node.name,
    path: pathOfProjects(node.name),
    bases: [...node.bases],
    chain: [...nodesOf(indexes, node.name)],
    targets: [...targetsOf(indexes, node.name)],
    isPure: node.isPure,
    pins: Object.fromEntries(node.pins),
    onDemand: node.onDemand && {
      holdSeconds: node.onDemand.holdSeconds,
      allow: [...node.onDemand.allow],
      deny: [...node.onDemand.deny],
      mostBuilds: node.onDemand.mostBuilds,
    },
  }));
  return json(200, { indexes: views });
}

type OneFile = { readonly node: string; readonly filename: string };

/** Takes a file back (PEP 592): installers take it only where somebody asks for exactly that version. */
export const yank = (
  farm: HttpFarm,
  {
    params,
    body,
    asked,
  }: { readonly params: OneFile; readonly body: { reason: string }; readonly asked: Asked },
): Promise<Reply<YankedFile>> => setYanked(farm, { params, asked, reason: body.reason });

export const unyank = (
  farm: HttpFarm,
  { params, asked }: { readonly params: OneFile; readonly asked: Asked },
): Promise<Reply<YankedFile>> => setYanked(farm, { params, asked, reason: null });

async function setYanked(
  farm: HttpFarm,
  change: { readonly params: OneFile; readonly asked: Asked; readonly reason: string | null },
): Promise<Reply<YankedFile>> {
  const { node, filename } = change.params;
  if (!farm.indexes.nodes.has(node)) return notFound(`there is no index ${node}`);
  if (!(await farm.catalogue.yankFile({ node, filename }, change.reason)))
    return notFound(await explainNoFile(farm, change.params));
  const by = nameOf(change.asked.caller);
  farm.report({ kind: 'file-yanked', node, filename, reason: change.reason, by });
  return json(200, { index: node, filename, yanked: change.reason });
}

/** People look at what an index shows; the file lies where it was put. */
async function explainNoFile(farm: HttpFarm, { node, filename }: OneFile): Promise<string> {
  for (const base of nodesOf(farm.indexes, node).slice(1)) {
    if ((await farm.catalogue.findFileIn(base, filename)) !== null)
      return `${filename} is not in ${node} itself, but in ${base}, which it inherits`;
  }
  return `there is no file ${filename} in ${node}`;
}

type OneProject = { readonly node: string; readonly project: ProjectName };

/** Says what is to be known of a project, in an index and all that inherit it (PEP 792). */
export async function setStatus(
  farm: HttpFarm,
  given: {
    readonly params: OneProject;
    readonly body: { readonly status: StatusRequest['status']; readonly reason?: string | undefined };
    readonly asked: Asked;
  },
): Promise<Reply<ProjectStatusView>> {
  const { node, project } = given.params;
  if (!farm.indexes.nodes.has(node)) return notFound(`there is no index ${node}`);
  const { status, reason = null } = given.body;
  await farm.catalogue.setProjectStatus({ node, project }, { status, reason });
  farm.report({ kind: 'project-status-set', node, project, status, by: nameOf(given.asked.caller) });
  return json(200, { status, ...(reason !== null && { reason }) });
}
