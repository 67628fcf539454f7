import type { Query, QueryClient } from '@tanstack/react-query';
import { QueueView } from '../../http/contract/farm.ts';
import { ChangedBuilds } from '../../http/contract/farm-event.ts';
import { changeMatrix, type Matrix } from '../matrix/matrix-rows.ts';
import { matrixKey } from './matrix.ts';
import { noteFailures } from './unseen-failures.ts';
import { parseEvent } from './parse-event.ts';

export type Connection = 'connecting' | 'live' | 'lost';

/** The farm's one stream of events; it keeps what the page shows as it is on the farm. */
export type FarmEvents = {
  readonly connection: () => Connection;
  readonly subscribe: (listener: () => void) => () => void;
  /** Begins to listen, or goes on; returns how to stop. */
  readonly open: () => () => void;
};

const tryAgainMilliseconds = 2_000;
/** A browser gives one farm six connections: tabs that nobody looks at give theirs back, and look now and then. */
const hiddenMilliseconds = 60_000;
const lookMilliseconds = 30_000;
const glanceMilliseconds = 3_000;
const listMilliseconds = 1_000;

/** A matrix that is on its way is not asked for once more. */
const isQuick = ({ queryKey, state }: Query): boolean =>
  queryKey[0] !== matrixKey[0] || state.fetchStatus === 'idle';

export function openFarmEvents(client: QueryClient): FarmEvents {
  const listeners = new Set<() => void>();
  let connection: Connection = 'connecting';
  let source: EventSource | null = null;
  let lastId = '';
  let timer = 0;
  let listTimer = 0;

  const setConnection = (next: Connection): void => {
    connection = next;
    for (const listener of listeners) listener();
  };
  const connect = (): void => {
    window.clearTimeout(timer);
    source?.close();
    source = new EventSource(`/api/events${lastId === '' ? '' : `?after=${lastId}`}`);
    source.addEventListener('error', () => {
      // Who is not let in at all has lost nothing.
      if (lastId !== '' || source?.readyState !== EventSource.CLOSED) setConnection('lost');
      if (source?.readyState !== EventSource.CLOSED) return;
      window.clearTimeout(timer);
      timer = document.hidden
        ? window.setTimeout(look, lookMilliseconds)
        : window.setTimeout(connect, tryAgainMilliseconds);
    });
    source.addEventListener('ready', ({ lastEventId }) => {
      // What was asked for before the first event may have changed before it, too.
      if (lastId === '') void client.invalidateQueries({ predicate: isQuick });
      lastId = lastEventId;
      setConnection('live');
    });
    source.addEventListener('reset', ({ lastEventId }) => {
      lastId = lastEventId;
      setConnection('live');
      void client.invalidateQueries();
    });
    source.addEventListener('builds', ({ data, lastEventId }) => {
      if (lastEventId !== '') lastId = lastEventId;
      const changed = parseEvent(ChangedBuilds, data);
      if (changed !== null) showChanges(changed);
    });
    source.addEventListener('queue', ({ data }) => {
      const queue = parseEvent(QueueView, data);
      if (queue !== null) showQueue(queue);
    });
  };
  const showQueue = (queue: QueueView): void => {
    const before = client.getQueryData<QueueView>(['queue']);
    client.setQueryData(['queue'], queue);
    // Who came or went, or took or ended something; all else of a worker can wait for the next look.
    if (JSON.stringify(before?.workers) === JSON.stringify(queue.workers)) return;
    for (const queryKey of [['workers'], ['worker']]) void client.invalidateQueries({ queryKey });
  };
  const showChanges = ({ builds }: ChangedBuilds): void => {
    noteFailures(builds);
    client.setQueryData<Matrix>(matrixKey, (shown) => shown && changeMatrix(shown, builds));
    for (const { id } of builds) void client.invalidateQueries({ queryKey: ['build', id] });
    // Lists are many builds each: asked for at most once a second, however much happens.
    listTimer ||= window.setTimeout(() => {
      listTimer = 0;
      for (const queryKey of [['builds'], ['failures'], ['statistics'], ['target'], ['project']])
        void client.invalidateQueries({ queryKey });
    }, listMilliseconds);
  };
  const rest = (): void => {
    source?.close();
    source = null;
    timer = window.setTimeout(look, lookMilliseconds);
  };
  const look = (): void => {
    // What has happened meanwhile comes at once: the stream goes on where it was left.
    connect();
    timer = window.setTimeout(rest, glanceMilliseconds);
  };
  const onVisibility = (): void => {
    if (document.hidden) {
      window.clearTimeout(timer);
      timer = window.setTimeout(rest, hiddenMilliseconds);
    } else if (source === null || source.readyState === EventSource.CLOSED) {
      connect();
    } else {
      window.clearTimeout(timer);
    }
  };
  return {
    connection: () => connection,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open: () => {
      connect();
      document.addEventListener('visibilitychange', onVisibility);
      return () => {
        document.removeEventListener('visibilitychange', onVisibility);
        window.clearTimeout(timer);
        window.clearTimeout(listTimer);
        listTimer = 0;
        source?.close();
        source = null;
      };
    },
  };
}
