import { plainWords } from '../../domain/plain-words.ts';
import type { FailureView } from '../../http/contract/attempt.ts';
import { causeAddress } from '../log/line-address.ts';
import { PlaceLink } from '../navigation/place-link.tsx';

/** Why it failed: the sentence, the line of the log that it rests on, and the other facts under it. */
export function FailureNotice({ failure }: { readonly failure: FailureView }) {
  const { line, ...rest } = failure.facts;
  const facts = Object.entries(rest).filter(([, fact]) => fact !== null);
  return (
    <div className="notice notice-bad">
      <p className="sentence">{failure.sentence}</p>
      {failure.blame === 'farm' && <p>This is the fault of the farm, not of the package.</p>}
      {typeof line === 'string' && line.trim() !== '' && <CauseLine line={line.trim()} />}
      <dl className="facts">
        <dt>kind</dt>
        <dd>
          <code>{failure.kind}</code>
        </dd>
        {facts.map(([name, fact]) => (
          <Fact key={name} name={name} fact={Array.isArray(fact) ? fact.join(', ') : String(fact)} />
        ))}
      </dl>
    </div>
  );
}

const CauseLine = ({ line }: { readonly line: string }) => (
  <p>
    <PlaceLink to={causeAddress} className="cause-line" title="Show it in the log">
      <code>{plainWords(line)}</code>
    </PlaceLink>
  </p>
);

const Fact = ({ name, fact }: { readonly name: string; readonly fact: string }) => (
  <>
    <dt>{name}</dt>
    <dd>
      <code>{plainWords(fact)}</code>
    </dd>
  </>
);
