import type { BuildId, BuildStateName } from '../../domain/build-state.ts';
import {
  campaignActions,
  campaignMoves,
  countResults,
  explainWorsening,
  listWorse,
  resultOf,
  type BuildResult,
  type Campaign,
  type CampaignBuild,
  type Worsening,
} from '../../domain/campaign.ts';
import { explainTouch } from '../../domain/impact.ts';
import { orderCampaign } from '../../domain/order-campaign.ts';
import type { CampaignCounts } from '../../farm/campaign-port.ts';
import type { CampaignPlan } from '../../farm/plan-campaign.ts';
import type { CampaignDetail, CampaignPreview, CampaignView } from '../contract/campaign.ts';

export const viewCampaign = (campaign: Campaign, progress: CampaignCounts): CampaignView => ({
  id: campaign.id,
  cause: campaign.cause,
  target: campaign.target,
  owner: campaign.owner,
  createdAt: campaign.createdAt,
  state: campaign.state,
  atomic: campaign.atomic,
  endedAt: campaign.endedAt,
  progress: { ...progress },
  actions: campaignActions.filter((action) => campaignMoves[action].from.includes(campaign.state)),
});

export const viewPlan = (
  plan: CampaignPlan,
  { target, slots }: { readonly target: string; readonly slots: number },
): CampaignPreview => ({
  target,
  builds: plan.builds.map((build) => ({
    ...subjectOf(build),
    expectedMilliseconds: build.expectedMilliseconds,
    reasons: build.touches.map((touch) => ({ kind: touch.kind, sentence: explainTouch(touch) })),
  })),
  untouched: plan.untouched,
  missing: [...plan.missing],
  estimate: { slots, ...plan.schedule },
});

type CampaignFacts = {
  readonly builds: readonly CampaignBuild[];
  readonly slots: number;
  /** Where those that are begun are now. */
  readonly present: ReadonlyMap<BuildId, BuildStateName>;
};

export function viewCampaignDetail(
  campaign: Campaign,
  { builds, slots, present }: CampaignFacts,
): CampaignDetail {
  const count = (name: CampaignBuild['progress']['name']): number =>
    builds.filter(({ progress }) => progress.name === name).length;
  const progress = {
    pending: count('pending'),
    begun: count('begun'),
    held: count('held'),
    over: count('over'),
  };
  const { order: _order, ...schedule } = orderCampaign(
    builds.map((build) => ({ milliseconds: build.expectedMilliseconds, requires: build.requires })),
    slots,
  );
  return {
    ...viewCampaign(campaign, progress),
    etaMilliseconds: estimateEnd(campaign, { builds, slots }),
    estimate: { slots, ...schedule },
    results: countResults(builds),
    worse: listWorse(builds).map(({ build, before, after, worsenings }) => ({
      ...subjectOf(build),
      worsenings: worsenings.map(viewWorsening),
      before: viewResult(before),
      after: viewResult(after),
    })),
    builds: builds.map((build) => ({
      ...subjectOf(build),
      progress: build.progress.name,
      state: resultOf(build.progress)?.state ?? null,
      now:
        build.progress.name === 'begun' && build.build !== null ? (present.get(build.build) ?? null) : null,
      rebuilt: resultOf(build.progress)?.rebuilt ?? null,
      expectedMilliseconds: build.expectedMilliseconds,
    })),
  };
}

/** In milliseconds from now; null: it has ended. */
export const estimateEnd = (
  { state }: Campaign,
  { builds, slots }: Pick<CampaignFacts, 'builds' | 'slots'>,
): number | null => (state === 'over' || state === 'cancelled' ? null : estimate(builds, slots));

/** What is over takes no more time; what is begun counts as if it had just been. */
const estimate = (builds: readonly CampaignBuild[], slots: number): number =>
  orderCampaign(
    builds.map(({ progress, expectedMilliseconds, requires }) => ({
      milliseconds: resultOf(progress) !== null ? 0 : expectedMilliseconds,
      requires,
    })),
    slots,
  ).makespanMilliseconds;

const subjectOf = ({ release, build }: CampaignBuild) => ({
  project: release.project,
  version: release.version,
  build,
});

const viewResult = (result: BuildResult): CampaignDetail['worse'][number]['before'] => ({
  state: result.state,
  sizeBytes: result.sizeBytes,
  extensions: result.extensions.length,
});

const viewWorsening = (worsening: Worsening): CampaignDetail['worse'][number]['worsenings'][number] => ({
  kind: worsening.kind,
  sentence: explainWorsening(worsening),
});
