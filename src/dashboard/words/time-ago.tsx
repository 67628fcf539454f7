import { renderAge, renderTime } from './measures.ts';
import { useAsOfNow } from './use-now.ts';

/** How long ago, and on pointing at it exactly when. It keeps itself right: what stands around it need not. */
export const TimeAgo = ({ at }: { readonly at: number }) => (
  <time dateTime={new Date(at).toISOString()} title={`${renderTime(at)} UTC`} className="figure">
    {useAsOfNow((now) => renderAge(at, now))}
  </time>
);
