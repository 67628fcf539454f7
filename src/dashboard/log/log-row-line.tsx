import { nameKind } from '../../domain/attempt-story.ts';
import { memo } from 'react';
import { renderClock, renderTime } from '../words/measures.ts';
import { AnsiText } from './ansi-text.tsx';
import type { LogRow } from './log-rows.ts';

export const LogRowLine = memo(({ row }: { readonly row: LogRow }) => {
  if (row.kind === 'attempt') {
    const { attempt, kind, platform, found } = row.start;
    const added = found.length === 0 ? '' : `, with ${found.map((one) => one.package).join(', ')}`;
    return (
      <div className="log-row log-attempt">{`attempt ${attempt}: ${nameKind(kind)} on ${platform}${added}`}</div>
    );
  }
  const { at, phase, voice, text } = row.line;
  return (
    <div className={`log-row voice-${voice}`}>
      <time title={`${renderTime(at)} UTC`}>{renderClock(at)}</time>
      <span className="phase">{phase}</span>
      <span className="words">
        <AnsiText text={text} />
      </span>
    </div>
  );
});
