import { mostClientEvents, type ClientEvent } from '../../http/contract/client-event.ts';
import { collectTroubles } from './collect-troubles.ts';
import { watchPage } from './watch-page.ts';

/** Between two reports: what comes meanwhile is told together. */
const everyMilliseconds = 10_000;

/** Tells the farm what goes wrong in this page, so that an error that a person saw is one that its keepers see. */
export function tellTroubles(): void {
  const troubles = collectTroubles();
  let timer = 0;
  const tell = async (): Promise<void> => {
    timer = 0;
    const events = troubles.take(mostClientEvents);
    if (events.length > 0 && !(await send(events))) troubles.putBack(events);
    tellSoon();
  };
  const tellSoon = (): void => {
    if (!troubles.isEmpty()) timer ||= window.setTimeout(() => void tell(), everyMilliseconds);
  };
  watchPage(troubles, tellSoon);
  window.addEventListener('pagehide', () => void send(troubles.take(mostClientEvents)));
}

/** Whether that was the end of it. Not through `askFarm`: a report that fails is no trouble to report. */
async function send(events: readonly ClientEvent[]): Promise<boolean> {
  if (events.length === 0) return true;
  try {
    const { status } = await fetch('/api/client-events', {
      method: 'POST',
      // Goes on its way although the page is left.
      keepalive: true,
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'x-wheelyard-page': 'dashboard' },
      body: JSON.stringify({ events }),
    });
    return status !== 429 && status < 500;
  } catch {
    return false;
  }
}
