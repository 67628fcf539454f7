import { nodesFor, nodesOf } from '../../domain/index-view.ts';
import type { ProjectName } from '../../domain/release.ts';
import type { IndexProjects } from '../contract/index-node.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, type Reply } from '../reply.ts';

/** Projects that an index shows, a page. Of an internal one only what its pin lets be seen. */
export async function listIndexProjects(
  farm: HttpFarm,
  given: {
    readonly params: { readonly node: string };
    readonly query: {
      readonly name: string;
      readonly after?: ProjectName | undefined;
      readonly limit: number;
    };
  },
): Promise<Reply<IndexProjects>> {
  const { node } = given.params;
  const { name, after = null, limit } = given.query;
  const { catalogue, indexes } = farm;
  if (!indexes.nodes.has(node)) return notFound(`there is no index ${node}`);
  const page = await catalogue.listIndexProjects({ nodes: nodesOf(indexes, node), name, after, limit });
  const projects: { project: string; files: number }[] = [];
  for (const each of page) {
    const files = indexes.pinned.has(each.project)
      ? (
          await catalogue.listFiles({
            nodes: nodesFor(indexes, { node, project: each.project }),
            project: each.project,
          })
        ).length
      : each.files;
    if (files > 0) projects.push({ project: each.project, files });
  }
  return json(200, { projects, next: page.length === limit ? (page.at(-1)?.project ?? null) : null });
}
