import type * as z from 'zod';
import type { BuildId, BuildStateName } from '../../domain/build-state.ts';
import type { CampaignAction, CampaignBuild, CampaignId } from '../../domain/campaign.ts';
import { platformOf, type TargetName } from '../../domain/target.ts';
import { changeCampaign } from '../../farm/change-campaign.ts';
import { countSlots } from '../../farm/count-slots.ts';
import { planCampaign } from '../../farm/plan-campaign.ts';
import type { Asked } from '../asked.ts';
import { nameOf } from '../authenticate.ts';
import type {
  CampaignDetail,
  CampaignList,
  CampaignPreview,
  CampaignRequest,
  CampaignView,
} from '../contract/campaign.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, problem, type Reply } from '../reply.ts';
import { estimateEnd, viewCampaign, viewCampaignDetail, viewPlan } from '../views/campaign-view.ts';

type OneCampaign = { readonly params: { readonly id: CampaignId } };
type Wish = z.output<typeof CampaignRequest>;

const mostShown = 100;

export async function createCampaign(
  farm: HttpFarm,
  { body, asked }: { readonly body: Wish; readonly asked: Asked },
): Promise<Reply<CampaignPreview | CampaignView>> {
  const target = farm.offered.find(({ name }) => name === body.target);
  if (target === undefined) return notFound(`this farm builds for no target ${body.target}`);
  const parent = body.fromTarget === undefined ? null : farm.targets.get(body.fromTarget as TargetName);
  if (parent === undefined) return notFound(`there is no target ${body.fromTarget}`);
  const { lockFile } = body;
  const rules = lockFile === undefined ? null : farm.readLockFile(lockFile.filename, lockFile.text);
  if (rules?.ok === false) return problem(422, { kind: 'bad-lock-file', detail: rules.problem });
  const slots = body.slots ?? (await findSlots(farm))(target.name);
  const plan = await planCampaign(farm, {
    target: target.name,
    parent: parent?.name ?? null,
    rules: rules?.value ?? null,
    which: body.which,
    slots,
  });
  if (body.dryRun) return json(200, viewPlan(plan, { target: target.name, slots }));
  if (plan.builds.length === 0)
    return problem(409, { kind: 'nothing-to-build', detail: 'there is nothing to build for that wish' });
  const owner = nameOf(asked.caller);
  const cause = body.cause ?? describeCause(body);
  const campaign = await farm.catalogue.addCampaign(
    { cause, target: target.name, owner, atomic: body.atomic },
    { builds: plan.builds, at: farm.clock() },
  );
  farm.report({ kind: 'campaign-begun', campaign: campaign.id, builds: plan.builds.length, by: owner });
  farm.onBuildsChanged();
  return json(201, viewCampaign(campaign, { pending: plan.builds.length, begun: 0, held: 0, over: 0 }));
}

function describeCause({ fromTarget, lockFile, which }: Wish): string {
  const source = fromTarget === undefined ? 'built again' : `from ${fromTarget}`;
  const only = lockFile === undefined ? '' : `, what ${lockFile.filename} names`;
  return `${source}${only}${which === 'all' ? ', all of it' : ''}`;
}

export async function listCampaigns(farm: HttpFarm): Promise<Reply<CampaignList>> {
  const campaigns = await farm.catalogue.listCampaigns(mostShown);
  const slotsOf = await findSlots(farm);
  const views: CampaignList['campaigns'] = [];
  for (const campaign of campaigns) {
    // Only of those that have not ended are the builds looked at: there are few of them at a time.
    const hasEnded = campaign.state === 'over' || campaign.state === 'cancelled';
    const builds = hasEnded ? [] : await farm.catalogue.listCampaignBuilds(campaign.id);
    const etaMilliseconds = estimateEnd(campaign, { builds, slots: slotsOf(campaign.target) });
    views.push({ ...viewCampaign(campaign, campaign.progress), etaMilliseconds });
  }
  return json(200, { campaigns: views });
}

export async function showCampaign(farm: HttpFarm, { params }: OneCampaign): Promise<Reply<CampaignDetail>> {
  const campaign = await farm.catalogue.findCampaign(params.id);
  if (campaign === null) return noSuchCampaign(params.id);
  const builds = await farm.catalogue.listCampaignBuilds(campaign.id);
  const slots = (await findSlots(farm))(campaign.target);
  const present = await findPresent(farm, builds);
  return json(200, viewCampaignDetail(campaign, { builds, slots, present }));
}

/** Where those that are begun are: a campaign begins few at a time. */
async function findPresent(
  farm: HttpFarm,
  builds: readonly CampaignBuild[],
): Promise<ReadonlyMap<BuildId, BuildStateName>> {
  const present = new Map<BuildId, BuildStateName>();
  for (const { build: id, progress } of builds) {
    if (id === null || progress.name !== 'begun') continue;
    const build = await farm.catalogue.findBuild(id);
    if (build !== null) present.set(id, build.state.name);
  }
  return present;
}

/** Does what the action says; the reply is the campaign as it is then. */
export const changeBy =
  (action: CampaignAction) =>
  async (
    farm: HttpFarm,
    { params, asked }: OneCampaign & { readonly asked: Asked },
  ): Promise<Reply<CampaignDetail>> => {
    const changed = await changeCampaign(farm, { id: params.id, action });
    if (changed.ok) {
      farm.report({ kind: 'campaign-changed', campaign: params.id, action, by: nameOf(asked.caller) });
      farm.onBuildsChanged();
      return showCampaign(farm, { params });
    }
    if (changed.problem.kind === 'no-such-campaign') return noSuchCampaign(params.id);
    const { id, state } = changed.problem.campaign;
    return problem(409, {
      kind: 'not-possible',
      detail: `campaign ${id} is ${state}: ${action} is not possible`,
    });
  };

/** Those of the workers that are here now; with none of them, as if there were one. */
async function findSlots(farm: HttpFarm): Promise<(name: TargetName) => number> {
  const workers = await farm.dispatcher.describeWorkers();
  return (name) => {
    const target = farm.targets.get(name);
    return target === undefined ? 1 : Math.max(1, countSlots(workers, platformOf(target)));
  };
}

const noSuchCampaign = (id: number) => notFound(`there is no campaign ${id}`);
