import { renderAge, renderTime } from './measures.ts';

type TimeAgoProps = { readonly at: number; readonly now: number };

/** How long ago, and on pointing at it exactly when. */
export const TimeAgo = ({ at, now }: TimeAgoProps) => (
  <time dateTime={new Date(at).toISOString()} title={`${renderTime(at)} UTC`} className="figure">
    {renderAge(at, now)}
  </time>
);
