import { memo } from 'react';
import { nameKind } from '../../domain/attempt-story.ts';
import { count } from '../words/measures.ts';
import { LineWords } from './line-words.tsx';
import { lineAddress } from './line-address.ts';
import type { LogRow } from './log-rows.ts';
import { PlaceLink } from '../navigation/place-link.tsx';

type RowProps = {
  readonly row: LogRow;
  readonly isMarked: boolean;
  /** The failure rests on it. */
  readonly isCause: boolean;
  readonly isFolded: boolean;
  readonly fold: (key: string, isFolded: boolean) => void;
};

export const LogRowLine = memo(({ row, isMarked, isCause, isFolded, fold }: RowProps) => {
  if (row.kind === 'attempt') {
    const { attempt, kind, platform, found } = row.start;
    const added = found.length === 0 ? '' : `, with ${found.map((one) => one.package).join(', ')}`;
    return (
      <div className="log-row log-attempt">{`attempt ${attempt}: ${nameKind(kind)} on ${platform}${added}`}</div>
    );
  }
  if (row.kind === 'phase') {
    const { key, phase, lines } = row.run;
    return (
      <button
        type="button"
        className="log-row log-phase"
        aria-expanded={!isFolded}
        onClick={() => fold(key, !isFolded)}
      >
        {isFolded ? '▸' : '▾'} {phase} <span className="aside">{count(lines, 'line')}</span>
      </button>
    );
  }
  const number = (
    <PlaceLink to={lineAddress(row)} className="line-number" tabIndex={-1}>
      {row.number + 1}
    </PlaceLink>
  );
  if (row.line === null) return <div className="log-row log-coming">{number}</div>;
  const marks = `${isCause ? ' cause' : ''}${isMarked ? ' marked' : ''}`;
  return (
    <div className={`log-row voice-${row.line.voice}${marks}`}>
      {number}
      <LineWords line={row.line} />
    </div>
  );
});
