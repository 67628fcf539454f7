import type { CampaignDetail } from '../../http/contract/campaign.ts';
import { useCampaign } from '../farm/campaigns.ts';
import { Link } from '../navigation/link.tsx';
import { targetPath } from '../navigation/page-address.ts';
import { count, renderDuration } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { Trouble } from '../words/trouble.tsx';
import { useNow } from '../words/use-now.ts';
import { CampaignActions } from './campaign-actions.tsx';
import { CampaignBuilds } from './campaign-builds.tsx';
import { CampaignProgress } from './campaign-progress.tsx';
import { renderState, renderTitle } from './campaign-words.ts';
import { WorseBuilds } from './worse-builds.tsx';

/** One campaign: how far it is, when it may end, what got worse, and each of its builds. */
export function CampaignPage({ id }: { readonly id: number }) {
  const { data: campaign, error } = useCampaign(id);
  const now = useNow();
  if (campaign === undefined) {
    return (
      <>
        <title>{`Campaign ${id} · Wheelyard`}</title>
        <h1>Campaign {id}</h1>
        {error === null ? <p aria-busy="true">Asking the farm…</p> : <Trouble problem={error} />}
      </>
    );
  }
  return (
    <>
      <title>{renderTitle(campaign)}</title>
      <div className="build-head">
        <h1>
          {id}: {campaign.cause}
        </h1>
        <strong className={`campaign-${campaign.state}`}>{renderState(campaign.state)}</strong>
        <CampaignActions campaign={campaign} />
      </div>
      <CampaignSummary campaign={campaign} now={now} />
      <CampaignProgress campaign={campaign} />
      <WorseBuilds campaign={campaign} />
      <CampaignBuilds campaign={campaign} />
    </>
  );
}

type CampaignProps = { readonly campaign: CampaignDetail; readonly now: number };

function CampaignSummary({ campaign, now }: CampaignProps) {
  const { target, owner, createdAt, atomic, estimate, state, builds, worse } = campaign;
  return (
    <>
      <p className="summary">
        {count(builds.length, 'build')} on <Link to={targetPath(target)}>{target}</Link>, begun by {owner}{' '}
        <TimeAgo at={createdAt} now={now} /> ago
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
