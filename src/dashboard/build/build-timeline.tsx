import { useState } from 'react';
import { isFinal } from '../../domain/build-state.ts';
import { tellTimeline, workOf, type BuildSpan } from '../../domain/build-timeline.ts';
import type { BuildDetail } from '../../http/contract/build.ts';
import { Link } from '../navigation/link.tsx';
import { buildPath } from '../navigation/page-address.ts';
import { renderDuration, renderTime } from '../words/measures.ts';
import { StateMark } from '../words/state-mark.tsx';
import { useNow } from '../words/use-now.ts';

/** Builds that go round often have long stories; the last of it is what matters. */
const shownAtFirst = 12;

/** The states that a build was in: when, for how long, and where in the whole. */
export function BuildTimeline({ build }: { readonly build: BuildDetail }) {
  const now = useNow();
  const [showsAll, setShowsAll] = useState(false);
  const spans = tellTimeline(build.moves);
  const hidden = showsAll ? 0 : Math.max(0, spans.length - shownAtFirst);
  const shown = spans.slice(hidden);
  const total = shown.reduce((sum, span) => sum + workOf(span, now), 0);
  const placed = shown.map((span, index) => ({
    span,
    before: shown.slice(0, index).reduce((sum, earlier) => sum + workOf(earlier, now), 0),
  }));
  return (
    <section aria-label="Timeline">
      <h2>
        Timeline <span className="aside figure">{renderDuration(total)} in all</span>
      </h2>
      {hidden > 0 && (
        <button type="button" onClick={() => setShowsAll(true)}>
          Show the {hidden} before these
        </button>
      )}
      <ol className="timeline">
        {placed.map(({ span, before }, index) => (
          <li key={hidden + index}>
            <StateMark name={span.state} />
            <span>
              <Subject span={span} />
            </span>
            <span className="timeline-track" aria-hidden="true">
              {!isFinal(span.state) && <Bar span={span} now={now} scale={{ before, total }} />}
            </span>
            <span className="figure timeline-took">{describeStay(span, now)}</span>
            <time
              className="aside figure"
              dateTime={new Date(span.from).toISOString()}
              title={`${renderTime(span.from)} UTC`}
            >
              {renderTime(span.from).slice(5)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}

type BarProps = {
  readonly span: BuildSpan;
  readonly now: number;
  readonly scale: { readonly before: number; readonly total: number };
};

function Bar({ span, now, scale }: BarProps) {
  const share = (milliseconds: number): string =>
    `${scale.total === 0 ? 0 : (milliseconds / scale.total) * 100}%`;
  // However short, and at the very end: it can be seen.
  const style = {
    marginLeft: `min(${share(scale.before)}, 100% - 2px)`,
    width: share(workOf(span, now)),
  };
  return <span className={`timeline-bar bar-${span.state}`} style={style} />;
}

function Subject({ span }: { readonly span: BuildSpan }) {
  if (span.on !== null) {
    return (
      <>
        on <Link to={buildPath(span.on)}>build {span.on}</Link>
      </>
    );
  }
  return span.attempt === null || span.state === 'queued' ? null : `attempt ${span.attempt}`;
}

/** An end has no length of its own; how long it stood matters only where something followed. */
function describeStay(span: BuildSpan, now: number): string {
  if (!isFinal(span.state)) return renderDuration((span.until ?? now) - span.from);
  return span.until === null ? '' : `tried again after ${renderDuration(span.until - span.from)}`;
}
