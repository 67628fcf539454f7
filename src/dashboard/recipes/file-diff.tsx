import { useMemo } from 'react';
import { readDiff, type DiffLine } from './read-diff.ts';

type DiffProps = { readonly name: string; readonly before: string; readonly after: string };

const signs = { kept: ' ', added: '+', removed: '−' } as const;
const spoken = { kept: null, added: 'added:', removed: 'removed:' } as const;

/** Two texts as a unified diff: each line has its sign, so that it reads without its colour too. */
export function FileDiff({ name, before, after }: DiffProps) {
  const hunks = useMemo(() => readDiff(before, after), [before, after]);
  return (
    <section className="diff" aria-label={`Changes of ${name}`}>
      {hunks.map(({ head, lines }) => (
        <div key={head}>
          <div className="diff-head">{head}</div>
          {lines.map((line) => (
            <Line key={`${line.before}:${line.after}`} line={line} />
          ))}
        </div>
      ))}
    </section>
  );
}

const Line = ({ line: { kind, before, after, text } }: { readonly line: DiffLine }) => (
  <div className={`diff-line diff-${kind}`}>
    <span className="diff-number" aria-hidden="true">
      {before}
    </span>
    <span className="diff-number" aria-hidden="true">
      {after}
    </span>
    <span className="diff-sign" aria-hidden="true">
      {signs[kind]}
    </span>
    {spoken[kind] !== null && <span className="unseen">{spoken[kind]}</span>}
    <span className="diff-text">{text}</span>
  </div>
);
