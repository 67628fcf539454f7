import type { CampaignPreview } from '../../http/contract/campaign.ts';
import { LongTable, type Column } from '../scrolling/long-table.tsx';
import { count, renderDuration } from '../words/measures.ts';
import { countReasons } from './count-reasons.ts';
import { ReleaseLink } from '../words/release-link.tsx';

type ImpactProps = {
  readonly preview: CampaignPreview;
  /** The form says something else by now. */ readonly isOutdated: boolean;
};

/** What a campaign would be: how much, why, in which order, and how long it takes. */
export function Impact({ preview, isOutdated }: ImpactProps) {
  const { builds, target, untouched, missing, estimate } = preview;
  const rows = builds.map((build, place) => ({ ...build, place: place + 1 }));
  return (
    <section aria-labelledby="impact">
      <h2 id="impact">Impact</h2>
      <output>
        {isOutdated && 'The form has changed since: show the impact again. '}
        {count(builds.length, 'build')} on {target}; {untouched.toLocaleString('en')} left as they are.
      </output>
      {builds.length > 0 && (
        <p>
          Takes about {renderDuration(estimate.makespanMilliseconds)} with {estimate.slots} at once; no order
          ends before {renderDuration(estimate.lowerBoundMilliseconds)}.
        </p>
      )}
      {missing.length > 0 && (
        <p>
          The farm has no fitting sdist of {count(missing.length, 'project')}:{' '}
          <code>{missing.join(', ')}</code>
        </p>
      )}
      <ul className="impact-reasons">
        {countReasons(builds).map(({ kind, words, builds: number }) => (
          <li key={kind}>
            <span className="figure">{number.toLocaleString('en')}</span> {words}
          </li>
        ))}
      </ul>
      {rows.length > 0 && (
        <LongTable
          label="Builds in the order in which they would be begun"
          columns={columns}
          rows={rows}
          keyOf={({ place }) => String(place)}
          minWidth={620}
        />
      )}
    </section>
  );
}

type Row = CampaignPreview['builds'][number] & { readonly place: number };

const columns: readonly Column<Row>[] = [
  { name: 'Place', track: '48px', isFigure: true, cell: ({ place }) => place },
  {
    name: 'Release',
    track: 'minmax(150px, 1fr)',
    cell: ({ project, version, build }) => <ReleaseLink project={project} version={version} build={build} />,
  },
  {
    name: 'Expected',
    track: '90px',
    isFigure: true,
    cell: ({ expectedMilliseconds }) => renderDuration(expectedMilliseconds),
  },
  {
    name: 'Why',
    track: 'minmax(200px, 2fr)',
    cell: ({ reasons, build }) => {
      const why =
        reasons.map(({ sentence }) => sentence).join('; ') || (build === null ? 'new here' : 'asked for');
      return <span title={why}>{why}</span>;
    },
  },
];
