import type { CampaignList } from '../../http/contract/campaign.ts';
import { useCampaigns } from '../farm/campaigns.ts';
import { Link } from '../navigation/link.tsx';
import { campaignPath, rebuildPath, targetPath } from '../navigation/page-address.ts';
import { renderDuration } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { Trouble } from '../words/trouble.tsx';
import { useNow } from '../words/use-now.ts';
import { countAll, renderState } from './campaign-words.ts';

/** Sets of builds with one cause, newest first. */
export function CampaignsPage() {
  const { data, error } = useCampaigns();
  const now = useNow();
  return (
    <>
      <title>Campaigns · Wheelyard</title>
      <div className="build-head">
        <h1>Campaigns</h1>
        <div className="actions">
          <Link to={rebuildPath({})} className="button">
            Rebuild…
          </Link>
        </div>
      </div>
      {data === undefined && error === null && <p aria-busy="true">Asking the farm…</p>}
      <Trouble problem={data === undefined ? error : null} />
      {data?.campaigns.length === 0 && (
        <p className="nothing">
          None yet. A campaign builds again what a new image touches, or builds for a new OS release what an
          older one has: <Link to={rebuildPath({})}>see what it would be</Link>.
        </p>
      )}
      {data !== undefined && data.campaigns.length > 0 && (
        <table className="campaigns">
          <thead>
            <tr>
              <th scope="col">Campaign</th>
              <th scope="col">Target</th>
              <th scope="col">State</th>
              <th scope="col">Progress</th>
              <th scope="col">Ends</th>
            </tr>
          </thead>
          <tbody>
            {data.campaigns.map((campaign) => (
              <CampaignRow key={campaign.id} campaign={campaign} now={now} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

type RowProps = { readonly campaign: CampaignList['campaigns'][number]; readonly now: number };

function CampaignRow({ campaign, now }: RowProps) {
  const { id, cause, target, state, progress, etaMilliseconds, owner, createdAt, endedAt } = campaign;
  const all = countAll(campaign);
  const done = progress.over + progress.held;
  return (
    <tr>
      <th scope="row">
        <Link to={campaignPath(id)}>
          {id}: <span className="sentence">{cause}</span>
        </Link>
        <small>
          by {owner}, <TimeAgo at={createdAt} now={now} /> ago
        </small>
      </th>
      <td className="target">
        <Link to={targetPath(target)}>{target}</Link>
      </td>
      <td className={`campaign-${state}`}>{renderState(state)}</td>
      <td>
        <progress max={Math.max(1, all)} value={done} aria-label={`Progress of campaign ${id}`} />{' '}
        <span className="figure">
          {done.toLocaleString('en')} of {all.toLocaleString('en')}
        </span>
      </td>
      <td>
        {etaMilliseconds !== null && `in about ${renderDuration(etaMilliseconds)}`}
        {endedAt !== null && (
          <>
            <TimeAgo at={endedAt} now={now} /> ago, after {renderDuration(endedAt - createdAt)}
          </>
        )}
      </td>
    </tr>
  );
}
