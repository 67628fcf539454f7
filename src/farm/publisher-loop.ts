import { backoff } from '../domain/backoff.ts';
import { afterFault, openGate, type Gate } from '../domain/publisher-gate.ts';
import { nodesOfPublisher, type Publisher } from '../domain/publisher.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Clock } from './ports.ts';
import { RemoteTrouble, type RemoteIndex } from './remote-index.ts';
import type { OutboxEntry } from './records.ts';
import { sendFile, type SendPorts } from './send-file.ts';

export type LoopPorts = SendPorts & {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly chance: () => number;
};

export type PublisherEvent = { readonly publisher: string } & (
  | { readonly event: 'file-sent' | 'file-refused'; readonly filename: string; readonly words: string | null }
  | { readonly event: 'publisher-trouble'; readonly problem: string; readonly filename: string | null }
  | { readonly event: 'publisher-differs'; readonly differences: readonly string[] }
);

export type PublisherLoop = {
  readonly wake: () => void;
  readonly health: () => PublisherHealth;
} & AsyncDisposable;

export type PublisherHealth = {
  /** What went wrong last, until something comes through again. */
  readonly problem: string | null;
  /** Before then the index is not asked; 0: it is. */
  readonly closedUntil: number;
  /** Where what is there differs from what the publishers' file wishes. */
  readonly differences: readonly string[];
  readonly lastSentAt: number | null;
};

const page = 200;
/** A message that was lost is made up for this often. */
const longestRest = 15_000;
const entryBackoff = { first: 2_000, most: 15 * 60_000 };

/** Sends what a publisher's outbox holds, oldest first and several at a time, for as long as it is open. */
export function openPublisherLoop(
  farm: LoopPorts,
  options: {
    readonly publisher: Publisher;
    readonly index: RemoteIndex;
    readonly report: (event: PublisherEvent) => void;
  },
): PublisherLoop {
  const { publisher, index, report } = options;
  const { name, parallel } = publisher;
  const closing = new AbortController();
  const { signal } = closing;
  const running = new Map<number, Promise<void>>();
  let woken = Promise.withResolvers<void>();
  let gate: Gate = openGate;
  let isPrepared = false;
  let health: Omit<PublisherHealth, 'closedUntil'> = { problem: null, differences: [], lastSentAt: null };

  const wake = (): void => woken.resolve();

  const noteFault = (error: unknown, filename: string | null): string => {
    const problem = explain(error);
    const retryAfterMilliseconds = error instanceof RemoteTrouble ? error.retryAfterMilliseconds : null;
    gate = afterFault(gate, { at: farm.clock(), parallel, retryAfterMilliseconds, random: farm.chance });
    health = { ...health, problem };
    report({ event: 'publisher-trouble', publisher: name, problem, filename });
    return problem;
  };

  const noteSuccess = async (): Promise<void> => {
    const wasAway = gate.faults >= parallel;
    gate = openGate;
    health = { ...health, problem: null };
    if (wasAway) await farm.catalogue.releaseOutbox(name);
  };

  const send = async (
    entry: OutboxEntry & { readonly state: { readonly name: 'pending' } },
  ): Promise<void> => {
    const tries = entry.state.tries + 1;
    const notBefore = farm.clock() + backoff(tries, { ...entryBackoff, random: farm.chance });
    // Noted before it is begun: whoever finds it after a crash knows that it may have come through.
    const begun = { ...entry.state, tries, notBefore };
    await farm.catalogue.moveOutbox(entry.id, { from: 'pending', to: begun });
    try {
      const result = await sendFile(farm, { entry: { ...entry, state: begun }, index, signal });
      const at = farm.clock();
      const words = result.kind === 'refused' ? result.words : null;
      await farm.catalogue.moveOutbox(entry.id, {
        from: 'pending',
        to: words === null ? { name: 'sent', at } : { name: 'refused', words, at },
      });
      if (words === null) health = { ...health, lastSentAt: at };
      await noteSuccess();
      const event = words === null ? 'file-sent' : 'file-refused';
      report({ event, publisher: name, filename: entry.filename, words });
    } catch (error) {
      if (signal.aborted) return;
      // An index that was made anew must be prepared anew.
      isPrepared = false;
      const problem = noteFault(error, entry.filename);
      await farm.catalogue.moveOutbox(entry.id, { from: 'pending', to: { ...begun, problem } });
    }
  };

  const pass = async (): Promise<void> => {
    const nodes = nodesOfPublisher(publisher);
    while (
      (await farm.catalogue.feedOutbox({ publisher: name, nodes, limit: page, at: farm.clock() })) === page
    );
    if (farm.clock() < gate.closedUntil || running.size >= parallel) return;
    const limit = parallel + running.size;
    const due = await farm.catalogue.listDueOutbox({ publisher: name, now: farm.clock(), limit });
    const next = due.filter(isPending).filter(({ id }) => !running.has(id));
    if (next.length > 0 && !isPrepared) {
      const differences = await index.prepare(signal);
      isPrepared = true;
      health = { ...health, differences };
      if (differences.length > 0) report({ event: 'publisher-differs', publisher: name, differences });
    }
    for (const entry of next.slice(0, parallel - running.size)) {
      const sent = send(entry)
        .catch((error: unknown) => void noteFault(error, entry.filename))
        .finally(() => {
          running.delete(entry.id);
          wake();
        });
      running.set(entry.id, sent);
    }
  };

  const rest = async (): Promise<void> => {
    const now = farm.clock();
    const due = running.size < parallel ? await farm.catalogue.nextDueOutbox(name).catch(() => null) : null;
    const until = due === null ? now + longestRest : Math.max(due, gate.closedUntil);
    // Never at once: what is due and was not begun waits for what runs, or for a fault to pass.
    const timer = setTimeout(wake, Math.min(Math.max(until - now, 250), longestRest));
    await woken.promise;
    clearTimeout(timer);
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      woken = Promise.withResolvers<void>();
      await pass().catch((error: unknown) => {
        if (!signal.aborted) noteFault(error, null);
      });
      if (!signal.aborted) await rest();
    }
  };
  const ended = run();

  return {
    wake,
    health: () => ({ ...health, closedUntil: gate.closedUntil > farm.clock() ? gate.closedUntil : 0 }),
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      wake();
      await ended;
      await Promise.all(running.values());
    },
  };
}

const isPending = (
  entry: OutboxEntry,
): entry is OutboxEntry & {
  readonly state: { readonly name: 'pending'; tries: number; notBefore: number; problem: string | null };
} => entry.state.name === 'pending';

const explain = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500);
