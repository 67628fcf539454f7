import { memo } from 'react';
import { nameKind } from '../../domain/attempt-story.ts';
import { showAt } from '../navigation/address.ts';
import { count, renderClock, renderTime } from '../words/measures.ts';
import { AnsiText } from './ansi-text.tsx';
import { lineAddress } from './line-address.ts';
import type { LogRow } from './log-rows.ts';

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
  const address = lineAddress(row);
  const number = (
    <a
      href={address}
      className="line-number"
      tabIndex={-1}
      onClick={(event) => {
        event.preventDefault();
        showAt(address);
      }}
    >
      {row.number + 1}
    </a>
  );
  if (row.line === null) return <div className="log-row log-coming">{number}</div>;
  const { at, phase, voice, text } = row.line;
  return (
    <div className={`log-row voice-${voice}${isCause ? ' cause' : ''}${isMarked ? ' marked' : ''}`}>
      {number}
      <time title={`${renderTime(at)} UTC`}>{renderClock(at)}</time>
      <span className="phase">{phase}</span>
      <span className="words">
        <AnsiText text={text} />
      </span>
    </div>
  );
});
