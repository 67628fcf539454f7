import { useIsOutage } from './outage.ts';

/** Lies over the page, so that nothing moves when it comes and goes. */
export const OutageNotice = () =>
  useIsOutage() ? (
    <output className="outage">
      The farm does not answer; this page shows what it last said and tries again by itself.
    </output>
  ) : null;
