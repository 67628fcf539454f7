import { backoff } from '../domain/backoff.ts';
import type { WatchedProject } from './records.ts';
import type { UpstreamLook } from './watched-index.ts';

/** A watched project, and how often in a row its page showed nothing new after an event. */
export type WatchedTurn = { readonly project: WatchedProject; readonly lateLooks: number };

/** After an event, the page may show what is new some moments late. */
const lateLookMilliseconds = [1_000, 3_000, 10_000, 30_000, 60_000];

type Turns = {
  /** Milliseconds between two looks at a project. */
  readonly every: number;
  /** From 0 to 1. */
  readonly chance: () => number;
  /** When the look began. */
  readonly at: number;
  /** The event that is known of now: one that came while the look was under way is for the next one. */
  readonly eventAt: number | null;
};

/** What is known of a project after its page was looked at, and when it is looked at again. */
export function afterLook(
  { project: before, lateLooks }: WatchedTurn,
  seen: Turns & { readonly look: UpstreamLook; readonly made: number; readonly rules: string },
): WatchedTurn {
  const { look, made, rules, at, eventAt } = seen;
  const isUnknown = look.kind === 'unknown-project';
  const { etag, serial } = look.kind === 'page' ? look : before;
  const isSeenTo = eventAt === before.eventAt;
  const again = before.eventAt === null || made > 0 ? null : (lateLookMilliseconds[lateLooks] ?? null);
  const project = {
    ...before,
    etag: isUnknown ? null : etag,
    serial,
    rules,
    lookedAt: at,
    dueAt: !isSeenTo ? at : again === null ? nextTurn(seen) : at + again,
    eventAt: isSeenTo && again === null ? null : eventAt,
    problem: isUnknown ? 'the upstream does not have this project' : null,
    faults: 0,
  };
  return { project, lateLooks: again === null ? 0 : lateLooks + 1 };
}

/** The same where the upstream gave no good answer. */
export function afterTrouble(
  { project: before, lateLooks }: WatchedTurn,
  { problem, at, eventAt, every, chance }: Turns & { readonly problem: string },
): WatchedTurn {
  const faults = before.faults + 1;
  const rest = backoff(faults, { first: 2_000, most: Math.max(every, 60_000), random: chance });
  // The etag of a page that was not seen to must not hide it next time; what was known stays known.
  const project = { ...before, etag: null, eventAt, lookedAt: at, dueAt: at + rest, problem, faults };
  return { project, lateLooks };
}

/** A tenth more or less: a thousand projects must not be asked for in the same second for ever. */
const nextTurn = ({ at, every, chance }: Turns): number => Math.round(at + every * (0.9 + 0.2 * chance()));
