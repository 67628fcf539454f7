import { explainBuild } from '../../farm/explain-build.ts';
import type { WhyView } from '../contract/why.ts';
import type { HttpFarm } from '../http-ports.ts';
import type { WhyQuery } from '../parameters.ts';
import { json, notFound, type Reply } from '../reply.ts';
import { viewBuild } from '../views/build-view.ts';

export async function showWhy(
  farm: HttpFarm,
  { query }: { readonly query: WhyQuery },
): Promise<Reply<WhyView>> {
  const target = farm.targets.get(query.target);
  if (target === undefined) return notFound(`there is no target ${query.target}`);
  const { project, version = null } = query;
  const { build, why } = await explainBuild(farm, { project, version, target });
  return json(200, { build: build && viewBuild(build), ...why });
}
