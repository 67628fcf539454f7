import { compareManifests } from '../../domain/compare-manifests.ts';
import type { Refresh, RefreshId, TargetImages } from '../../domain/refresh.ts';
import type { TargetName } from '../../domain/target.ts';
import { readImageFacts } from '../../farm/read-image-facts.ts';
import type { Asked } from '../asked.ts';
import { nameOf } from '../authenticate.ts';
import type { RefreshDetail, RefreshList, RefreshView } from '../contract/refresh.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, problem, type Reply } from '../reply.ts';
import { viewDifference, viewRefresh } from '../views/refresh-view.ts';

type OneTarget = { readonly params: { readonly name: TargetName } };

const mostShown = 50;

export async function refreshTarget(
  farm: HttpFarm,
  { params, asked }: OneTarget & { readonly asked: Asked },
): Promise<Reply<RefreshView>> {
  const { name: target } = params;
  if (!farm.targets.has(target)) return noSuchTarget(target);
  if (!farm.offered.some(({ name }) => name === target)) {
    return problem(409, {
      kind: 'not-offered',
      detail: `this farm does not build for ${target}, so no worker has images of it`,
    });
  }
  const requestedBy = nameOf(asked.caller);
  const { refresh, isNew } = await farm.catalogue.addRefresh({ target, requestedBy }, farm.clock());
  if (isNew) farm.report({ kind: 'refresh-requested', target, refresh: refresh.id, by: requestedBy });
  farm.onBuildsChanged();
  return json(isNew ? 201 : 200, viewRefresh(refresh));
}

export async function listRefreshes(farm: HttpFarm, { params }: OneTarget): Promise<Reply<RefreshList>> {
  const { name: target } = params;
  if (!farm.targets.has(target)) return noSuchTarget(target);
  const refreshes = await farm.catalogue.listRefreshes({ target, limit: mostShown });
  return json(200, { refreshes: refreshes.map(viewRefresh) });
}

export async function showRefresh(
  farm: HttpFarm,
  { params }: { readonly params: { readonly id: RefreshId } },
): Promise<Reply<RefreshDetail>> {
  const refresh = await farm.catalogue.findRefresh(params.id);
  if (refresh === null) return notFound(`there is no refresh ${params.id}`);
  return json(200, { ...viewRefresh(refresh), difference: await findDifference(farm, refresh) });
}

async function findDifference(farm: HttpFarm, { state }: Refresh): Promise<RefreshDetail['difference']> {
  if (state.name !== 'made' || state.before === null) return null;
  const { before, after } = state;
  const compare = async (flavour: keyof TargetImages) => {
    const old = await readImageFacts(farm.blobs, before[flavour]);
    const present = await readImageFacts(farm.blobs, after[flavour]);
    return old && present && viewDifference(compareManifests(old.manifest, present.manifest));
  };
  const [build, runtime] = [await compare('build'), await compare('runtime')];
  return build && runtime && { build, runtime };
}

const noSuchTarget = (name: string) => notFound(`there is no target ${name}`);
