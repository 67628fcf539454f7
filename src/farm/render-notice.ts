import { inOneLine } from '../domain/plain-words.ts';
import type { CampaignNotice } from './notify-campaigns.ts';

/** What people read of a notice; the subject is one line, whatever the campaign's cause is. */
export type Letter = { readonly subject: string; readonly text: string };

const longestCause = 120;
const mostListed = 100;

/** `url`: where the farm is, if that is known. */
export function renderNotice(notice: CampaignNotice, url: string | null): Letter {
  const { campaign, results, worse, event } = notice;
  const isHeld = event === 'campaign-held';
  const cause = inOneLine(campaign.cause).slice(0, longestCause);
  const { published, changed, unchanged, failed } = results;
  const lines = [
    isHeld
      ? `Campaign ${campaign.id} on ${campaign.target} is held: not every build ended well, so nothing of it is published.`
      : `Campaign ${campaign.id} on ${campaign.target} is over.`,
    '',
    `cause      ${inOneLine(campaign.cause)}`,
    `owner      ${inOneLine(campaign.owner)}`,
    `results    ${published} new, ${changed} changed, ${unchanged} unchanged, ${failed} not built`,
    ...(worse.length === 0 ? [] : ['', `worse than before (${worse.length}):`]),
    ...worse
      .slice(0, mostListed)
      .flatMap(({ release, sentences }) => sentences.map((each) => `  ${release}: ${inOneLine(each)}`)),
    ...(worse.length > mostListed ? [`  … and ${worse.length - mostListed} more`] : []),
    '',
    isHeld
      ? `wheelyard campaign ${campaign.id} --publish publishes what is good, --retry begins the rest again, --cancel drops all of it.`
      : `wheelyard campaign ${campaign.id} tells more.`,
    ...(url === null ? [] : [new URL(`/campaigns/${campaign.id}`, url).href]),
  ];
  return {
    subject: `campaign ${campaign.id} on ${campaign.target} is ${isHeld ? 'held' : 'over'}: ${cause}`,
    text: `${lines.join('\n')}\n`,
  };
}
