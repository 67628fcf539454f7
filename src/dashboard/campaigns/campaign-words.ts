import type { CampaignAction, CampaignState } from '../../domain/campaign.ts';
import type { CampaignDetail, CampaignView } from '../../http/contract/campaign.ts';

const glyphs: Readonly<Record<CampaignState, string>> = {
  running: '▶',
  paused: '‖',
  // It waits for its owner.
  held: '!',
  publishing: '↑',
  cancelled: '–',
  over: '✓',
};

/** Sign and word: readable without colour. */
export const renderState = (state: CampaignState): string => `${glyphs[state]} ${state}`;

export const actionNames: Readonly<Record<CampaignAction, string>> = {
  pause: 'Pause',
  resume: 'Resume',
  publish: 'Publish what is good',
  retry: 'Retry what is not',
  cancel: 'Cancel',
};

/** What is asked before an action that can't be taken back; null: it can. */
export const questions: Readonly<Record<CampaignAction, string | null>> = {
  pause: null,
  resume: null,
  publish: 'What did not end well is left out, for good. Publish the rest?',
  retry: null,
  cancel: 'It can not be resumed; what is held back is dropped. Cancel it?',
};

export const countAll = ({ progress }: Pick<CampaignView, 'progress'>): number =>
  progress.pending + progress.begun + progress.held + progress.over;

/** `▶ 45 % of campaign 3`: what a tab in the background says. */
export function renderTitle(campaign: CampaignDetail): string {
  const { id, state, progress, worse } = campaign;
  const name = `campaign ${id}`;
  const worsened = worse.length === 0 ? '' : `, ${worse.length} worse`;
  if (state === 'over') return `${worse.length === 0 ? '✓' : '✗'} ${name} is over${worsened}`;
  if (state === 'running') {
    const done = Math.floor((100 * (progress.over + progress.held)) / Math.max(1, countAll(campaign)));
    return `${glyphs.running} ${done} % of ${name}${worsened}`;
  }
  return `${glyphs[state]} ${name} is ${state}${worsened}`;
}
