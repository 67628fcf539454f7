import type { CampaignDetail } from '../../http/contract/campaign.ts';
import { useCampaign } from '../farm/campaigns.ts';
import { Link } from '../navigation/link.tsx';
import { targetPath } from '../navigation/page-address.ts';
import { count, renderDuration } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { useNow } from '../words/use-now.ts';
import { CampaignActions } from './campaign-actions.tsx';
import { CampaignBuilds } from './campaign-builds.tsx';
import { CampaignProgress } from './campaign-progress.tsx';
import { renderState, renderTitle } from './campaign-words.ts';
import { WorseBuilds } from './worse-builds.tsx';
import { PageHead } from '../words/page-head.tsx';
import { Waiting } from '../words/waiting.tsx';
import { plainWords } from '../../domain/plain-words.ts';

/** One campaign: how far it is, when it may end, what got worse, and each of its builds. */
export function CampaignPage({ id }: { readonly id: number }) {
  const { data: campaign, error } = useCampaign(id);
  if (campaign === undefined) {
    return (
      <>
        <PageHead name={`Campaign ${id}`} />
        <Waiting problem={error} />
      </>
    );
  }
  return (
    <>
      <PageHead name={`${id}: ${plainWords(campaign.cause)}`} title={renderTitle(campaign)}>
        <strong className={`campaign-${campaign.state}`}>{renderState(campaign.state)}</strong>
        <CampaignActions campaign={campaign} />
      </PageHead>
      <CampaignSummary campaign={campaign} />
      <CampaignProgress campaign={campaign} />
      <WorseBuilds campaign={campaign} />
      <CampaignBuilds campaign={campaign} />
    </>
  );
}

function CampaignSummary({ campaign }: { readonly campaign: CampaignDetail }) {
  const now = useNow();
  const { target, owner, createdAt, atomic, estimate, state, builds, worse } = campaign;
  return (
    <>
      <p className="summary">
        {count(builds.length, 'build')} on <Link to={targetPath(target)}>{target}</Link>, begun by {owner}{' '}
        <TimeAgo at={createdAt} /> ago
        {atomic && ', published all at once when every build ended well'}
      </p>
      <p className="summary">
        {describeEnd(campaign, now)}. Expected for all of it: {renderDuration(estimate.makespanMilliseconds)}{' '}
        with {estimate.slots} at once; no order ends before {renderDuration(estimate.lowerBoundMilliseconds)}
      </p>
      {/* Always there, so that its words are spoken when they come. */}
      <output className="campaign-word">
        {state === 'over' &&
          `It is over: ${worse.length === 0 ? 'nothing got worse' : `${count(worse.length, 'build')} got worse`}.`}
        {state === 'cancelled' && 'It was cancelled: what was not begun stays as it was.'}
        {state === 'held' &&
          'Not every build ended well, so nothing is published yet: publish what is good, retry the rest, or cancel.'}
      </output>
    </>
  );
}

function describeEnd({ endedAt, createdAt, etaMilliseconds, state }: CampaignDetail, now: number): string {
  if (endedAt !== null) return `Took ${renderDuration(endedAt - createdAt)}`;
  const left = renderDuration(etaMilliseconds ?? 0);
  const soFar = `it has gone on for ${renderDuration(now - createdAt)}`;
  return state === 'running' ? `Ends in about ${left}; ${soFar}` : `About ${left} are left; ${soFar}`;
}
