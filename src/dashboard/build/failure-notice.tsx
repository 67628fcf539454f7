import type { FailureView } from '../../http/contract/attempt.ts';

/** Why it failed: the sentence, and the facts under it. */
export function FailureNotice({ failure }: { readonly failure: FailureView }) {
  const facts = Object.entries(failure.facts).filter(([, fact]) => fact !== null);
  return (
    <div className="notice notice-bad">
      <p className="sentence">{failure.sentence}</p>
      {failure.blame === 'farm' && <p>This is the fault of the farm, not of the package.</p>}
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

const Fact = ({ name, fact }: { readonly name: string; readonly fact: string }) => (
  <>
    <dt>{name}</dt>
    <dd>
      <code>{fact}</code>
    </dd>
  </>
);
