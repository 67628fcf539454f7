/** One build of a campaign, by its place in the list that was given. */
export type Job = {
  readonly milliseconds: number;
  /** Places of the jobs that it is built with. */
  readonly requires: readonly number[];
};

export type Schedule = {
  /** Places, first to begin first: whatever holds up most goes first. */
  readonly order: readonly number[];
  /** How long all of it takes if every job takes as long as expected. */
  readonly makespanMilliseconds: number;
  /** No order ends sooner: the longest chain, or all work over all slots. */
  readonly lowerBoundMilliseconds: number;
};

/**
 * List scheduling by the longest chain that hangs on a job. A requirement that would close a circle is passed over:
 * its wheel of before is there.
 */
export function orderCampaign(jobs: readonly Job[], wishedSlots: number): Schedule {
  // More slots than jobs stand idle.
  const slots = Math.max(1, Math.min(wishedSlots, jobs.length));
  const requires = withoutCircles(jobs);
  const dependents = jobs.map((): number[] => []);
  for (const [place, places] of requires.entries()) for (const each of places) dependents[each]?.push(place);
  const ranks: (number | undefined)[] = [];
  const rankOf = (place: number): number =>
    (ranks[place] ??=
      (jobs[place]?.milliseconds ?? 0) + Math.max(0, ...(dependents[place] ?? []).map(rankOf)));
  const order = jobs
    .map((_, place) => place)
    .sort((one, other) => rankOf(other) - rankOf(one) || one - other);
  const work = jobs.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const lowerBoundMilliseconds = Math.max(0, work / slots, ...order.slice(0, 1).map(rankOf));
  return { order, makespanMilliseconds: simulate(jobs, { order, requires, slots }), lowerBoundMilliseconds };
}

/** Runs the jobs in their order on so many slots; each waits for those that it requires. */
function simulate(
  jobs: readonly Job[],
  run: {
    readonly order: readonly number[];
    readonly requires: readonly (readonly number[])[];
    slots: number;
  },
): number {
  const free = Array.from({ length: run.slots }, () => 0);
  const ends = new Map<number, number>();
  for (const place of run.order) {
    const ready = Math.max(0, ...(run.requires[place] ?? []).map((each) => ends.get(each) ?? 0));
    // The slot that stands still for the shortest time.
    const idle = free.filter((at) => at <= ready);
    const slot = free.indexOf(idle.length > 0 ? Math.max(...idle) : Math.min(...free));
    const end = Math.max(free[slot] ?? 0, ready) + (jobs[place]?.milliseconds ?? 0);
    free[slot] = end;
    ends.set(place, end);
  }
  return Math.max(0, ...ends.values());
}

function withoutCircles(jobs: readonly Job[]): readonly (readonly number[])[] {
  const kept: (readonly number[])[] = jobs.map(() => []);
  const states: ('open' | 'done' | undefined)[] = [];
  const visit = (place: number): void => {
    states[place] = 'open';
    kept[place] = (jobs[place]?.requires ?? []).filter((each) => {
      if (jobs[each] === undefined || each === place) return false;
      if (states[each] === undefined) visit(each);
      return states[each] === 'done';
    });
    states[place] = 'done';
  };
  for (const place of jobs.keys()) if (states[place] === undefined) visit(place);
  return kept;
}
