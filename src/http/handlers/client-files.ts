import { nodeOfTarget } from '../../domain/index-view.ts';
import { placeOf } from '../../domain/pip-install.ts';
import { renderImageSnippet } from '../../domain/render-image-snippet.ts';
import { parseRequirementsFile } from '../../domain/requirements-file.ts';
import { findRuntimePackages } from '../../farm/find-runtime-packages.ts';
import type { Asked } from '../asked.ts';
import type { ImageSnippet, SnippetRequest } from '../contract/image-snippet.ts';
import type { HttpFarm } from '../http-ports.ts';
import { publicUrl } from '../public-url.ts';
import { json, notFound, problem, type Reply } from '../reply.ts';
import { pathOfProjects } from '../simple-index/index-shelf.ts';

type OfNode = { readonly params: { readonly node: string }; readonly asked: Asked };

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** `GET /index/<node>/pip.conf`: for ~/.config/pip/pip.conf, /etc/pip.conf or PIP_CONFIG_FILE. */
export const getPipConf = (farm: HttpFarm, of: OfNode): Promise<Reply<never>> =>
  replyWith(farm, of, (index) => [
    '[global]',
    `index-url = ${index.href}`,
    // pip asks for https unless it is told that the host is known to have none.
    ...(index.protocol === 'http:' && !loopback.test(index.hostname) ? [`trusted-host = ${index.host}`] : []),
  ]);

/** `GET /index/<node>/uv.toml`: for ~/.config/uv/uv.toml, /etc/uv/uv.toml or UV_CONFIG_FILE. */
export const getUvToml = (farm: HttpFarm, of: OfNode): Promise<Reply<never>> =>
  replyWith(farm, of, (index) => [
    '[[index]]',
    `name = ${JSON.stringify(of.params.node.replaceAll('.', '-'))}`,
    `url = ${JSON.stringify(index.href)}`,
    'default = true',
  ]);

async function replyWith(
  farm: HttpFarm,
  { params: { node }, asked }: OfNode,
  render: (index: URL) => readonly string[],
): Promise<Reply<never>> {
  if (!farm.indexes.nodes.has(node)) return notFound(`there is no index ${node}`);
  const url = publicUrl(farm, asked);
  if (!url.ok) return problem(400, { kind: 'bad-host', detail: url.problem });
  const lines = render(new URL(placeOf(url.value, pathOfProjects(node))));
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache', Vary: 'Host' };
  return { kind: 'text', status: 200, text: `${lines.join('\n')}\n`, headers };
}

/** `POST /api/image-snippet`: what an image must have for a set of requirements to run. */
export async function makeImageSnippet(
  farm: HttpFarm,
  { body, asked }: { readonly body: SnippetRequest; readonly asked: Asked },
): Promise<Reply<ImageSnippet>> {
  const target = [...farm.targets.values()].find(({ name }) => name === body.target);
  if (target === undefined) return notFound(`there is no target ${body.target}`);
  const node = body.index ?? nodeOfTarget(farm.indexes, target.name);
  if (!farm.indexes.nodes.has(node)) return notFound(`there is no index ${node}`);
  const url = publicUrl(farm, asked);
  if (!url.ok) return problem(400, { kind: 'bad-host', detail: url.problem });
  const { requirements, skipped } = parseRequirementsFile(body.requirements);
  const found = await findRuntimePackages(farm, { node, target, requirements });
  const indexUrl = placeOf(url.value, pathOfProjects(node));
  return json(200, {
    target: target.name,
    index: node,
    osPackages: [...found.osPackages].map(([name, files]) => ({ name, files: [...files] })),
    files: [...found.files],
    missing: [...found.missing],
    unknown: [...found.unknown],
    skipped: [...skipped],
    dockerfile: renderImageSnippet(target, { osPackages: [...found.osPackages.keys()], indexUrl }),
  });
}
