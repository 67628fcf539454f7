import type { CampaignDetail } from '../../http/contract/campaign.ts';
import { LongTable, type Column } from '../scrolling/long-table.tsx';
import { renderDuration } from '../words/measures.ts';
import { StateMark } from '../words/state-mark.tsx';
import { ReleaseLink } from '../words/release-link.tsx';

type Row = CampaignDetail['builds'][number] & { readonly place: number };

/** Every build of a campaign, in the order in which they are begun. */
export function CampaignBuilds({ campaign: { builds } }: { readonly campaign: CampaignDetail }) {
  const rows = builds.map((build, place) => ({ ...build, place: place + 1 }));
  return (
    <section aria-labelledby="campaign-builds">
      <h2 id="campaign-builds">Builds, in their order</h2>
      <LongTable
        label="Builds of the campaign"
        columns={columns}
        rows={rows}
        keyOf={({ place }) => String(place)}
        minWidth={620}
      />
    </section>
  );
}

const columns: readonly Column<Row>[] = [
  { name: 'Place', track: '48px', isFigure: true, cell: ({ place }) => place },
  {
    name: 'Release',
    track: 'minmax(150px, 1fr)',
    cell: ({ project, version, build }) => <ReleaseLink project={project} version={version} build={build} />,
  },
  { name: 'State', track: '130px', cell: (row) => <BuildProgress row={row} /> },
  { name: 'Result', track: '150px', cell: describeResult },
  {
    name: 'Expected',
    track: '90px',
    isFigure: true,
    cell: ({ expectedMilliseconds }) => renderDuration(expectedMilliseconds),
  },
];

function BuildProgress({ row: { state, now, progress } }: { readonly row: Row }) {
  const name = state ?? now;
  if (name !== null) return <StateMark name={name} />;
  return <span className="aside">{progress === 'pending' ? '○ to come' : '▶ begun'}</span>;
}

function describeResult({ state, rebuilt, progress }: Row): string {
  if (state !== 'succeeded' && state !== 'held') return '';
  const what = { unchanged: '= unchanged', changed: '~ changed', none: '+ new' }[rebuilt ?? 'none'];
  return progress === 'held' ? `${what}, held back` : what;
}
