import {
  listWorse,
  countResults,
  explainWorsening,
  type Campaign,
  type CampaignEvent,
} from '../domain/campaign.ts';
import { renderRelease } from '../domain/release.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Clock } from './ports.ts';

/** What is told of a campaign that is over, to whoever wants to know. */
export type CampaignNotice = {
  readonly event: CampaignEvent;
  readonly campaign: Pick<Campaign, 'id' | 'cause' | 'target' | 'owner' | 'createdAt' | 'endedAt'>;
  readonly results: ReturnType<typeof countResults>;
  readonly worse: readonly { readonly release: string; readonly sentences: readonly string[] }[];
};

/** Sends a notice; throws when it did not arrive. */
export type Notify = (notice: CampaignNotice) => Promise<void>;

/** A way to tell somebody; each is told once, whatever becomes of the others. */
export type NoticeChannel = { readonly name: 'webhook' | 'mail'; readonly notify: Notify };

/** A receiver that was away for longer has other worries. It is also why a new one is not told of old campaigns. */
const longestMilliseconds = 24 * 60 * 60 * 1000;

/** Tells of each campaign that is over, or held, and was not told of on this channel. One that can't be told stops the look; the next begins with it again. */
export async function notifyCampaigns(farm: {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly channel: NoticeChannel;
}): Promise<void> {
  const { catalogue, clock, channel } = farm;
  for (const campaign of await catalogue.listUntoldCampaigns({
    channel: channel.name,
    since: clock() - longestMilliseconds,
  })) {
    const builds = await catalogue.listCampaignBuilds(campaign.id);
    const { id, cause, target, owner, createdAt, endedAt } = campaign;
    const event = campaign.state === 'held' ? 'campaign-held' : 'campaign-over';
    await channel.notify({
      event,
      campaign: { id, cause, target, owner, createdAt, endedAt },
      results: countResults(builds),
      worse: listWorse(builds).map(({ build, worsenings }) => ({
        release: renderRelease(build.release),
        sentences: worsenings.map(explainWorsening),
      })),
    });
    await catalogue.markCampaignTold(id, { channel: channel.name, event, at: clock() });
  }
}

const lookEveryMilliseconds = 15_000;

/** Looks for campaigns to tell of, now and every few seconds, until it is disposed. */
export function openNotices(
  farm: Parameters<typeof notifyCampaigns>[0],
  trouble: (error: unknown) => void,
): AsyncDisposable {
  let looking: Promise<void> | null = null;
  const look = (): void => {
    looking ??= notifyCampaigns(farm)
      .catch(trouble)
      .finally(() => {
        looking = null;
      });
  };
  const timer = setInterval(look, lookEveryMilliseconds);
  look();
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
