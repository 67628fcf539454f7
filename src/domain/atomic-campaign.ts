import { isGood, resultOf, type CampaignBuild, type CampaignState } from './campaign.ts';

/** What becomes next of a campaign that publishes all at once. */
export type AtomicStep =
  | 'begin'
  | 'wait'
  /** Every build ended well, or the owner wants what is good. */
  | 'publish'
  /** Every build has ended, not each of them well: its owner decides. */
  | 'hold'
  /** Nothing is held, so there is nothing to decide. */
  | 'end'
  /** It was cancelled: what it holds and what it runs goes. */
  | 'put-away';

export function nextAtomicStep(
  state: CampaignState,
  builds: readonly Pick<CampaignBuild, 'progress'>[],
): AtomicStep {
  const has = (name: CampaignBuild['progress']['name']): boolean =>
    builds.some(({ progress }) => progress.name === name);
  const isOpen = has('pending') || has('begun');
  const allGood = builds.every(({ progress }) => {
    const result = resultOf(progress);
    return result !== null && isGood(result);
  });
  switch (state) {
    case 'running':
      if (isOpen) return 'begin';
      return allGood ? 'publish' : has('held') ? 'hold' : 'end';
    case 'held':
      // A person may have had one built again by itself.
      return allGood ? 'publish' : isOpen || has('held') ? 'wait' : 'end';
    case 'publishing':
      return isOpen ? 'wait' : 'publish';
    case 'cancelled':
      return has('begun') || has('held') ? 'put-away' : 'wait';
    case 'paused':
    case 'over':
      return 'wait';
  }
}
