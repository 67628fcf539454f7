import { onAnswer } from '../farm/answers.ts';
import type { Troubles } from './collect-troubles.ts';

/** From here on people notice that they wait (the "good" bound of Interaction to Next Paint). */
const slowMilliseconds = 200;

/** Notes what goes wrong in this page, from now on and as long as it lives. `told`: called after each. */
export function watchPage(troubles: Pick<Troubles, 'add'>, told: () => void): void {
  let request: string | null = null;
  const here = () => ({ page: window.location.pathname, request });
  const noteError = (error: unknown, message: string): void => {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    troubles.add({ kind: 'uncaught-error', ...here(), message, stack });
    told();
  };
  window.addEventListener('error', ({ error, message }) => noteError(error, message));
  window.addEventListener('unhandledrejection', ({ reason }) => noteError(reason, String(reason)));
  onAnswer(({ requestId, failure, ...asked }) => {
    request = requestId ?? request;
    if (failure === null) return;
    // What was never answered belongs to no request that the farm knows of.
    troubles.add({ kind: 'failed-request', ...here(), request: requestId, ...asked, message: failure });
    told();
  });
  watchInteractions((slow) => {
    troubles.add({ kind: 'slow-interaction', ...here(), ...slow });
    told();
  });
}

type Slow = { readonly interaction: string; readonly element: string; readonly milliseconds: number };

/** Where the browser measures them. One interaction is several events (pointerup, click): the first of them counts. */
function watchInteractions(note: (slow: Slow) => void): void {
  if (!PerformanceObserver.supportedEntryTypes.includes('event')) return;
  let last = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!(entry instanceof PerformanceEventTiming)) continue;
      const { interactionId, name, duration, target } = entry;
      if (interactionId === 0 || interactionId === last) continue;
      last = interactionId;
      const element = target instanceof Element ? target.tagName.toLowerCase() : '';
      note({ interaction: name, element, milliseconds: duration });
    }
  });
  const options: PerformanceObserverInit & { readonly durationThreshold: number } = {
    type: 'event',
    durationThreshold: slowMilliseconds,
    buffered: true,
  };
  observer.observe(options);
}
