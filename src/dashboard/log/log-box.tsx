import type { CSSProperties, ReactNode } from 'react';
import { rowHeight, type LogWindow } from './use-log-window.ts';

type LogBoxProps = {
  readonly place: Pick<LogWindow, 'attach' | 'onScroll' | 'first'>;
  /** How many rows there are; `children`: those from `place.first` on that are in the document. */
  readonly length: number;
  readonly children: ReactNode;
  readonly style?: CSSProperties | undefined;
};

/** The box that a log scrolls in; also with the keyboard, hence it is in the order of tabs. */
export const LogBox = ({ place: { attach, onScroll, first }, length, children, style }: LogBoxProps) => (
  <div
    className="log-box"
    ref={attach}
    onScroll={onScroll}
    tabIndex={0}
    role="log"
    aria-live="off"
    aria-label="Log lines"
    style={style}
  >
    <div className="log-all" style={{ height: length * rowHeight }}>
      <div className="log-seen" style={{ transform: `translateY(${first * rowHeight}px)` }}>
        {children}
      </div>
    </div>
  </div>
);
