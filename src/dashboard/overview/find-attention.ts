import type { QueueView } from '../../http/contract/farm.ts';
import type { PublisherView } from '../../http/contract/publisher.ts';
import type { StorageView } from '../../http/contract/storage.ts';
import type { UpstreamView } from '../../http/contract/upstream.ts';
import type { WorkerView } from '../../http/contract/worker.ts';
import { workerPath } from '../navigation/page-address.ts';
import { count, renderBytes } from '../words/measures.ts';

/** Something that somebody should see to. */
export type Attention = {
  readonly key: string;
  readonly words: string;
  /** Where more is told of it; null: nowhere. */
  readonly path: string | null;
  readonly health: 'troubled' | 'bad';
};

/** What is known; undefined: not yet. */
export type KnownState = {
  readonly queue: QueueView | undefined;
  readonly workers: readonly WorkerView[] | undefined;
  readonly storage: StorageView | undefined;
  readonly upstreams: readonly UpstreamView[] | undefined;
  readonly publishers: readonly PublisherView[] | undefined;
};

/** What needs somebody, the worst first. */
export function findAttention(known: KnownState): readonly Attention[] {
  const found = [
    ...ofQueue(known.queue),
    ...(known.workers ?? []).flatMap(ofWorker),
    ...ofDisk(known.storage),
    ...(known.publishers ?? []).flatMap(ofPublisher),
    ...(known.upstreams ?? []).flatMap(ofUpstream),
  ];
  return found.toSorted((one, other) => Number(other.health === 'bad') - Number(one.health === 'bad'));
}

const ofQueue = (queue: QueueView | undefined): readonly Attention[] =>
  (queue?.platforms ?? [])
    .filter(({ queued, slots }) => queued > 0 && slots === 0)
    .map(({ platform, queued }) => ({
      key: `queue ${platform}`,
      words: `${count(queued, 'attempt')} for ${platform} ${queued === 1 ? 'waits' : 'wait'}, and no worker of that platform is there`,
      path: '/workers',
      health: 'bad',
    }));

function ofWorker({ name, state, problem, host }: WorkerView): readonly Attention[] {
  const path = workerPath(name);
  const found: Attention[] = [];
  if (state === 'waiting' && problem !== null)
    found.push({ key: `worker ${name}`, words: `${name} takes no work: ${problem}`, path, health: 'bad' });
  const disk = host?.disk ?? null;
  if (state !== 'gone' && disk !== null && disk.state !== 'well') {
    const words = `${name} has ${renderBytes(disk.freeBytes)} of its disk left`;
    found.push({ key: `disk ${name}`, words, path, health: disk.state === 'critical' ? 'bad' : 'troubled' });
  }
  return found;
}

function ofDisk(storage: StorageView | undefined): readonly Attention[] {
  const disk = storage?.disk ?? null;
  if (disk === null || disk.state === 'well') return [];
  const words = `the server has ${renderBytes(disk.freeBytes)} of ${renderBytes(disk.totalBytes)} of its disk left`;
  return [{ key: 'disk', words, path: null, health: disk.state === 'critical' ? 'bad' : 'troubled' }];
}

function ofPublisher({ name, state, problem, refused, differences }: PublisherView): readonly Attention[] {
  const path = '/upstreams';
  const found: Attention[] = [];
  if (refused > 0)
    found.push({
      key: `refused ${name}`,
      words: `${name} refused ${count(refused, 'file')}`,
      path,
      health: 'bad',
    });
  if (state === 'away')
    found.push({
      key: `away ${name}`,
      words: `${name} is away: ${problem ?? 'no answer'}`,
      path,
      health: 'troubled',
    });
  if (differences.length > 0)
    found.push({
      key: `differences ${name}`,
      words: `${name} is set up otherwise than wished`,
      path,
      health: 'troubled',
    });
  return found;
}

function ofUpstream({ name, state, feed, problems }: UpstreamView): readonly Attention[] {
  if (state === 'well') return [];
  const [first] = problems;
  const words = feed?.problem ?? (first === undefined ? 'no answer' : `${first.project}: ${first.problem}`);
  const more = feed?.problem || problems.length < 2 ? '' : ` (and ${problems.length - 1} more)`;
  return [
    { key: `upstream ${name}`, words: `${name}: ${words}${more}`, path: '/upstreams', health: 'troubled' },
  ];
}
