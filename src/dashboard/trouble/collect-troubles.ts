import type { ClientEvent } from '../../http/contract/client-event.ts';

/** What went wrong and was not told yet, alike ones counted; bounded, whatever a page does in a loop. */
export type Troubles = {
  readonly add: (trouble: Trouble) => void;
  /** Takes at most so many of them out, the oldest first. */
  readonly take: (most: number) => readonly ClientEvent[];
  /** What was taken and could not be told. */
  readonly putBack: (events: readonly ClientEvent[]) => void;
  readonly isEmpty: () => boolean;
};

/** One of them that has just happened. */
export type Trouble = ClientEvent extends infer Event
  ? Event extends ClientEvent
    ? Omit<Event, 'count'>
    : never
  : never;

const mostKept = 50;
const mostCounted = 1000;

export function collectTroubles(): Troubles {
  const kept = new Map<string, ClientEvent>();
  const keep = (event: ClientEvent): void => {
    const key = keyOf(event);
    const known = kept.get(key);
    if (known === undefined && kept.size >= mostKept) return;
    const count = Math.min(mostCounted, event.count + (known?.count ?? 0));
    kept.set(key, { ...slower(event, known), count });
  };
  return {
    add: (trouble) => keep(cut({ ...trouble, count: 1 })),
    take: (most) => {
      const taken = [...kept].slice(0, most);
      for (const [key] of taken) kept.delete(key);
      return taken.map(([, event]) => event);
    },
    putBack: (events) => {
      for (const event of events) keep(event);
    },
    isEmpty: () => kept.size === 0,
  };
}

/** What is alike is one trouble, told with the last request; but each request that the farm failed is one of its own. */
function keyOf(event: ClientEvent): string {
  switch (event.kind) {
    case 'uncaught-error':
      return JSON.stringify([event.kind, event.page, event.message, event.stack]);
    case 'failed-request':
      return JSON.stringify([event.kind, event.page, event.method, event.path, event.request]);
    case 'slow-interaction':
      return JSON.stringify([event.kind, event.page, event.interaction, event.element]);
  }
}

function slower(event: ClientEvent, known: ClientEvent | undefined): ClientEvent {
  if (event.kind !== 'slow-interaction' || known?.kind !== 'slow-interaction') return event;
  return known.milliseconds > event.milliseconds ? known : event;
}

/** As long as the farm takes them. */
function cut(event: ClientEvent): ClientEvent {
  const page = event.page.slice(0, 300);
  switch (event.kind) {
    case 'uncaught-error':
      return { ...event, page, message: event.message.slice(0, 500), stack: event.stack.slice(0, 2000) };
    case 'failed-request':
      return { ...event, page, path: event.path.slice(0, 300), message: event.message.slice(0, 500) };
    case 'slow-interaction':
      return {
        ...event,
        page,
        interaction: event.interaction.slice(0, 40),
        element: event.element.slice(0, 40),
      };
  }
}
