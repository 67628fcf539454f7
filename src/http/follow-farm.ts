import type { BuildId } from '../domain/build-state.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { ChangedBuilds } from './contract/farm-event.ts';
import type { FarmFeed } from './farm-feed.ts';
import { pause } from './pause.ts';
import { summarizeBuild } from './views/build-view.ts';

/** Changes that come together are told together. */
const gatherMilliseconds = 150;
const lookAtQueueMilliseconds = 1_000;
const mostInOneEvent = 200;

/** Parts of the event stream of the whole farm, from an event's id on; null: from now on. */
export async function* followFarm(
  farm: { readonly feed: FarmFeed; readonly catalogue: Pick<Catalogue, 'findBuild'> },
  { after, signal }: { readonly after: string | null; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  const { feed } = farm;
  const start = after === null ? feed.position() : readPosition(feed, after);
  let position = start ?? feed.position();
  let queue = '';
  yield 'retry: 2000\n\n';
  yield render(start === null ? 'reset' : 'ready', { id: idOf(feed, position), data: {} });
  while (!signal.aborted) {
    const changed = feed.since(position);
    position = feed.position();
    if (changed === null) yield render('reset', { id: idOf(feed, position), data: {} });
    else yield* renderBuilds(farm, { changed, id: idOf(feed, position) });
    // While the queue is away nothing is said of it.
    const now = await feed.readQueue().then(
      (view) => render('queue', { data: view }),
      () => queue,
    );
    if (now !== queue) yield now;
    queue = now;
    await pause(gatherMilliseconds, signal);
    await feed.wait(position, AbortSignal.any([signal, AbortSignal.timeout(lookAtQueueMilliseconds)]));
  }
}

/** Only the last part has an id: who was cut off before it gets all of it again. */
async function* renderBuilds(
  { catalogue }: { readonly catalogue: Pick<Catalogue, 'findBuild'> },
  { changed, id }: { readonly changed: readonly BuildId[]; readonly id: string },
): AsyncGenerator<string> {
  for (let from = 0; from < changed.length; from += mostInOneEvent) {
    const ids = changed.slice(from, from + mostInOneEvent);
    const builds = await Promise.all(ids.map((build) => catalogue.findBuild(build)));
    const data: ChangedBuilds = { builds: builds.filter((build) => build !== null).map(summarizeBuild) };
    const isLast = from + mostInOneEvent >= changed.length;
    yield render('builds', { data, ...(isLast && { id }) });
  }
}

const idOf = (feed: FarmFeed, position: number): string => `${feed.epoch}-${position}`;

/** Null: of another process, or no id at all. */
function readPosition(feed: FarmFeed, id: string): number | null {
  const [epoch, position = ''] = id.split('-');
  return epoch === feed.epoch && /^\d{1,15}$/.test(position) ? Number(position) : null;
}

const render = (event: string, { id, data }: { readonly id?: string; readonly data: unknown }): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
