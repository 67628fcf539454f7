import { backoff } from './backoff.ts';

/*
 *            as many faults in a row as uploads at a time
 *   open ─────────────────────────────────────────────► closed until a time, later each time
 *    ▲                                                     │ then open for as many tries again
 *    └───────────────── one that comes through ◄───────────┘
 */
/** Whether an index is worth asking: one that is away is asked now and then, not once for each file of the backlog. */
export type Gate = { readonly faults: number; readonly closedUntil: number };

export const openGate: Gate = { faults: 0, closedUntil: 0 };

const firstMilliseconds = 1_000;
export const longestGateMilliseconds = 60_000;

export function afterFault(
  gate: Gate,
  fault: {
    readonly at: number;
    readonly parallel: number;
    /** What the index itself asked for; it is believed up to an hour. */
    readonly retryAfterMilliseconds: number | null;
    readonly random: () => number;
  },
): Gate {
  const faults = gate.faults + 1;
  const rounds = Math.floor(faults / fault.parallel);
  const wait =
    rounds === 0
      ? 0
      : backoff(rounds, { first: firstMilliseconds, most: longestGateMilliseconds, random: fault.random });
  const asked = Math.min(fault.retryAfterMilliseconds ?? 0, 3_600_000);
  return { faults, closedUntil: Math.max(gate.closedUntil, fault.at + Math.max(wait, asked)) };
}
