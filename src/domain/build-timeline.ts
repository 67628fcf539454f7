import { isFinal, type BuildStateName } from './build-state.ts';

/** A move as anybody sees it. */
export type ToldMove = {
  readonly at: number;
  readonly state: BuildStateName;
  readonly attempt: string | null;
  readonly on: number | null;
};

/** A stay in one state. `until`: null while it lasts, and of an end that nothing followed. */
export type BuildSpan = Omit<ToldMove, 'at'> & { readonly from: number; readonly until: number | null };

/** Where a build was for how long. Planning is too short a stay to tell: it counts to the queue that follows it. */
export function tellTimeline(moves: readonly ToldMove[]): readonly BuildSpan[] {
  const spans: BuildSpan[] = [];
  for (const { at, ...now } of moves) {
    const before = spans.at(-1);
    const goesOn =
      before?.state === now.state &&
      before.on === now.on &&
      (before.attempt === null || before.attempt === now.attempt);
    if (before !== undefined) {
      spans[spans.length - 1] = goesOn ? { ...before, attempt: now.attempt } : { ...before, until: at };
    }
    if (!goesOn) spans.push({ ...now, from: at, until: null });
  }
  return spans;
}

/** How long something was done, or waited for; an end is no work, however long it stood before somebody tried again. */
export const workOf = (span: BuildSpan, now: number): number =>
  isFinal(span.state) ? 0 : Math.max(0, (span.until ?? now) - span.from);
