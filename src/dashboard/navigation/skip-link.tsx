import type { MouseEvent } from 'react';

/** Past the bar at the top. Not by the address: what stands behind its # is a line of a log. */
export const SkipLink = () => (
  <a className="skip" href="#content" onClick={skip}>
    To the content
  </a>
);

function skip(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('main')?.focus();
}
