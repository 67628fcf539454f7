import type { CampaignList } from '../../http/contract/campaign.ts';
import { useCampaigns } from '../farm/campaigns.ts';
import { Link } from '../navigation/link.tsx';
import { campaignPath, rebuildPath, targetPath } from '../navigation/page-address.ts';
import { renderDuration } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { countAll, renderState } from './campaign-words.ts';
import { PageHead } from '../words/page-head.tsx';
import { Waiting } from '../words/waiting.tsx';
import { plainWords } from '../../domain/plain-words.ts';
import { TableHead } from '../words/table-head.tsx';

/** Sets of builds with one cause, newest first. */
export function CampaignsPage() {
  const { data, error } = useCampaigns();
  return (
    <>
      <PageHead name="Campaigns">
        <div className="actions">
          <Link to={rebuildPath({})} className="button">
            Rebuild…
          </Link>
        </div>
      </PageHead>
      {data === undefined && <Waiting problem={error} />}
      {data?.campaigns.length === 0 && (
        <p className="nothing">
          None yet. A campaign builds again what a new image touches, or builds for a new OS release what an
          older one has: <Link to={rebuildPath({})}>see what it would be</Link>.
        </p>
      )}
      {data !== undefined && data.campaigns.length > 0 && (
        <table className="campaigns stacked">
          <TableHead columns={['Campaign', 'Target', 'State', 'Progress', 'Ends']} />
          <tbody>
            {data.campaigns.map((campaign) => (
              <CampaignRow key={campaign.id} campaign={campaign} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function CampaignRow({ campaign }: { readonly campaign: CampaignList['campaigns'][number] }) {
  const { id, cause, target, state, progress, etaMilliseconds, owner, createdAt, endedAt } = campaign;
  const all = countAll(campaign);
  const done = progress.over + progress.held;
  return (
    <tr>
      <th scope="row">
        <Link to={campaignPath(id)}>
          {id}: <span className="sentence">{plainWords(cause)}</span>
        </Link>
        <small>
          by {owner}, <TimeAgo at={createdAt} /> ago
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
            <TimeAgo at={endedAt} /> ago, after {renderDuration(endedAt - createdAt)}
          </>
        )}
      </td>
    </tr>
  );
}
