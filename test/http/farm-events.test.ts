import { EventSourceParserStream } from 'eventsource-parser/stream';
import { expect, test } from 'vitest';
import { openFarmFeed } from '../../src/http/farm-feed.ts';
import { addBuildOf, nextAttempt, queued } from '../contracts/catalogue-samples.ts';
import { openFarm, type FarmUnderTest } from './farm-under-test.ts';
import type { BuildId } from '../../src/domain/build-state.ts';

type Told = { readonly event: string | undefined; readonly id: string | undefined; readonly data: string };

type Reading = {
  readonly after?: string;
  readonly isLast: (told: Told) => boolean;
  /** Called once the farm listens. */
  readonly onReady?: () => Promise<unknown>;
};

/** Reads events up to one that is looked for; then the client is gone. */
async function readUntil(farm: FarmUnderTest, { after, isLast, onReady }: Reading): Promise<readonly Told[]> {
  const headers: Record<string, string> = after === undefined ? {} : { 'last-event-id': after };
  const reply = await farm.ask('/api/events', { headers });
  const events: Told[] = [];
  if (reply.body === null) throw new Error('no stream');
  const texts = reply.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { event, id, data } of texts) {
    events.push({ event, id, data });
    if (event === 'ready') await onReady?.();
    if (isLast({ event, id, data })) break;
  }
  return events;
}

const isBuilds = ({ event }: Told): boolean => event === 'builds';

test('a change to a build is told at once, and what was missed is told to who comes back', async () => {
  await using farm = await openFarm();
  const { catalogue } = farm;
  const told = await readUntil(farm, { onReady: () => addBuildOf(catalogue, 'lxml'), isLast: isBuilds });
  expect(told.at(-1)?.data).toContain('"project":"lxml"');
  const lxml = await addBuildOf(catalogue, 'lxml');
  await catalogue.addAttempt(lxml.id, nextAttempt);
  await addBuildOf(catalogue, 'yarl', { state: queued });
  const missed = await readUntil(farm, { after: told.at(-1)?.id ?? '', isLast: isBuilds });
  const { builds } = JSON.parse(missed.at(-1)?.data ?? '');
  expect(builds).toEqual([
    expect.objectContaining({ id: lxml.id, project: 'lxml', state: 'queued', cause: null, changedAt: 3000 }),
    expect.objectContaining({ project: 'yarl', state: 'queued' }),
  ]);
});

test('whoever was told things by another process is told to ask again', async () => {
  await using farm = await openFarm();
  for (const after of ['0123456789ab-17', 'nonsense', '']) {
    const [first] = await readUntil(farm, { after, isLast: () => true });
    expect(first?.event).toBe('reset');
  }
});

test('the queue is told at first and whenever it differs; while it does not answer, builds still are', async () => {
  await using farm = await openFarm();
  const told = await readUntil(farm, { isLast: ({ event }) => event === 'queue' });
  expect(JSON.parse(told.at(-1)?.data ?? '')).toMatchObject({ workers: [{ name: 'host-1' }] });
  const [ready] = told;
  farm.dispatcher.breakDown();
  await addBuildOf(farm.catalogue, 'lxml');
  const without = await readUntil(farm, { after: ready?.id ?? '', isLast: isBuilds });
  expect(without.at(-1)?.data).toContain('lxml');
});

test('the feed forgets what is long ago, and says so', () => {
  const listeners: ((id: BuildId) => void)[] = [];
  const catalogue = {
    onBuildChange: (listener: (id: BuildId) => void) => {
      listeners.push(listener);
      return () => undefined;
    },
  };
  using feed = openFarmFeed({
    catalogue,
    random: (bytes) => new Uint8Array(bytes),
    readQueue: () => Promise.reject(new Error('nobody asks')),
  });
  for (let number = 1; number <= 20_000; number++)
    for (const tell of listeners) tell((number % 50) as BuildId);
  expect(feed.position()).toBe(20_000);
  expect(feed.since(0)).toBeNull();
  expect(feed.since(20_001)).toBeNull();
  expect(feed.since(19_990)).toHaveLength(10);
  expect(feed.since(15_000)).toHaveLength(50);
});
