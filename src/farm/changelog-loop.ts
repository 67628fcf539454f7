import { backoff } from '../domain/backoff.ts';
import type { ProjectName } from '../domain/release.ts';
import { Outage } from './ports.ts';
import type { Changelog, FeedState, OpenFeed, UpstreamFeed } from './upstream-feed.ts';
import type { UpstreamLoop, WatchEvent, WatchPorts } from './upstream-loop.ts';

/** What PyPI tells at most in one answer; who gets as much asks for the rest at once. */
const fullAnswer = 50_000;
/** Even an index that always has more is asked once a second. */
const betweenParts = 1_000;
const longestRest = 15_000;
const longestTrouble = 30 * 60_000;

/**
 * Reads on in a changelog, for as long as it is open. The serial is kept after every watched project that was named is
 * noted down for a look: whatever ends the farm, nothing is passed over, and what is read again is one more look.
 */
export function openChangelogLoop(
  farm: Pick<WatchPorts, 'catalogue' | 'clock' | 'chance'>,
  of: {
    readonly upstream: string;
    readonly feed: Extract<UpstreamFeed, { kind: 'changelog' }>;
    readonly expect: UpstreamLoop['expect'];
    readonly report: (event: WatchEvent) => void;
  },
): OpenFeed {
  const { upstream, feed, expect, report } = of;
  const every = feed.everySeconds * 1000;
  let state: FeedState = { kind: 'changelog', serial: null, askedAt: null, problem: null, faults: 0 };
  let dueAt = 0;
  let isClosed = false;
  let woken = Promise.withResolvers<void>();
  const wake = (): void => woken.resolve();

  /** How long the index is to be left in peace. */
  const readOn = async (): Promise<number> => {
    const known =
      state.serial ?? (await farm.catalogue.findChangelogSerial({ upstream, url: feed.url })) ?? null;
    const part = await readPart(feed.changelog, known);
    for (const project of part.projects) await expect(project);
    if (part.serial !== known)
      await farm.catalogue.keepChangelogSerial({ upstream, url: feed.url, serial: part.serial });
    state = { ...state, serial: part.serial, problem: null, faults: 0 };
    return part.isFull ? betweenParts : Math.round(every * (1 + 0.1 * farm.chance()));
  };

  const ask = async (): Promise<void> => {
    const now = farm.clock();
    try {
      dueAt = now + (await readOn());
    } catch (error) {
      const problem = (error instanceof Error ? error.message : String(error)).slice(0, 500);
      const faults = state.faults + 1;
      state = { ...state, problem, faults };
      const most = Math.max(every, longestTrouble);
      dueAt = now + Math.max(every, backoff(faults, { first: every, most, random: farm.chance }));
      report({ event: 'upstream-trouble', upstream, project: null, problem: `changelog: ${problem}` });
    }
    state = { ...state, askedAt: now };
  };

  const run = async (): Promise<void> => {
    while (!isClosed) {
      woken = Promise.withResolvers<void>();
      if (dueAt <= farm.clock()) await ask();
      const timer = setTimeout(wake, Math.min(Math.max(dueAt - farm.clock(), 250), longestRest));
      await woken.promise;
      clearTimeout(timer);
    }
  };
  const ended = run();

  return {
    state: () => state,
    wake,
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      wake();
      await ended;
    },
  };
}

/** The first time, only where the list ends: what was before is on the pages, which are looked at anyway. */
async function readPart(
  changelog: Changelog,
  known: number | null,
): Promise<{
  readonly serial: number;
  readonly projects: ReadonlySet<ProjectName>;
  readonly isFull: boolean;
}> {
  if (known === null) return { serial: await changelog.lastSerial(), projects: new Set(), isFull: false };
  const events = await changelog.since(known);
  let serial = known;
  const projects = new Set<ProjectName>();
  for (const event of events) {
    if (event.serial <= known)
      throw new Outage(`it answers with serial ${event.serial} when it is asked for those after ${known}`);
    serial = Math.max(serial, event.serial);
    if (event.project !== null) projects.add(event.project);
  }
  return { serial, projects, isFull: events.length >= fullAnswer };
}
