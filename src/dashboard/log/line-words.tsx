import type { LogLineView } from '../../http/contract/log.ts';
import { renderClock, renderTime } from '../words/measures.ts';
import { AnsiText } from './ansi-text.tsx';

/** When a line was said, in which phase, and what. */
export const LineWords = ({ line: { at, phase, text } }: { readonly line: LogLineView }) => (
  <>
    <time title={`${renderTime(at)} UTC`}>{renderClock(at)}</time>
    <span className="phase">{phase}</span>
    <span className="words">
      <AnsiText text={text} />
    </span>
  </>
);
