import { useState } from 'react';
import type { CampaignDetail } from '../../http/contract/campaign.ts';
import { count, renderBytes } from '../words/measures.ts';
import { StateMark } from '../words/state-mark.tsx';
import { ReleaseLink } from '../words/release-link.tsx';
import { TableHead } from '../words/table-head.tsx';

const firstShown = 15;

/** What fails comes before what lost an extension, and that before what is only smaller. */
const order = ['fails-now', 'extension-lost', 'smaller'] as const;
const gravity = ({ worsenings }: Worse): number =>
  Math.min(...worsenings.map(({ kind }) => order.indexOf(kind)));

type Worse = CampaignDetail['worse'][number];

/** What was better before: the first that a person has to look at. */
export function WorseBuilds({ campaign: { worse } }: { readonly campaign: CampaignDetail }) {
  const [wantsAll, setWantsAll] = useState(false);
  if (worse.length === 0) return null;
  const sorted = worse.toSorted((one, other) => gravity(one) - gravity(other));
  const shown = wantsAll ? sorted : sorted.slice(0, firstShown);
  return (
    <section aria-labelledby="campaign-worse">
      <h2 id="campaign-worse">Worse than before ({worse.length.toLocaleString('en')})</h2>
      <table className="stacked">
        <TableHead columns={['Release', 'Before', 'Now', 'What']} />
        <tbody>
          {shown.map((each) => (
            <WorseRow key={`${each.project} ${each.version}`} worse={each} />
          ))}
        </tbody>
      </table>
      {shown.length < worse.length && (
        <button type="button" className="more" onClick={() => setWantsAll(true)}>
          Show all {worse.length.toLocaleString('en')}
        </button>
      )}
    </section>
  );
}

const WorseRow = ({
  worse: { project, version, build, before, after, worsenings },
}: {
  readonly worse: Worse;
}) => (
  <tr>
    <th scope="row">
      <ReleaseLink project={project} version={version} build={build} />
    </th>
    <td data-label="Before">
      <Result result={before} />
    </td>
    <td data-label="Now">
      <Result result={after} />
    </td>
    <td>
      {worsenings.map(({ kind, sentence }) => (
        <p key={kind} className="sentence">
          {sentence}
        </p>
      ))}
    </td>
  </tr>
);

const Result = ({ result: { state, sizeBytes, extensions } }: { readonly result: Worse['before'] }) => (
  <>
    <StateMark name={state} />
    {sizeBytes !== null && (
      <small>
        {renderBytes(sizeBytes)}, {count(extensions, 'extension')}
      </small>
    )}
  </>
);
