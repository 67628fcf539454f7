import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openDiskBlobs } from '../../src/blobs/disk-blobs.ts';
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts';
import { parsePublisherFile } from '../../src/domain/publisher-file.ts';
import type { Publisher } from '../../src/domain/publisher.ts';
import { openPublishing, type Publishing } from '../../src/farm/publishing.ts';
import type { PublisherEvent } from '../../src/farm/publisher-loop.ts';
import type { OutboxEntry } from '../../src/farm/records.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import type { Blobs } from '../../src/farm/ports.ts';
import { openDevpiIndex } from '../../src/python/devpi-index.ts';
import { openLegacyIndex } from '../../src/python/legacy-index.ts';
import { addBuildOf, bookworm, releaseOf, trixie, wheelOf } from '../contracts/catalogue-samples.ts';

export type PublishingFarm = {
  readonly catalogue: Catalogue;
  readonly blobs: Blobs;
  readonly publisher: Publisher;
  readonly publishing: Publishing;
  readonly events: readonly PublisherEvent[];
  readonly time: { now: number };
  /** Ends it and starts it anew over the same catalogue, as a restart does. */
  readonly restart: () => Promise<void>;
  /** Puts a wheel with this content into the node; gives its file name. */
  readonly publish: (name: string, of?: { node?: string; content?: string }) => Promise<string>;
  /** Resolves once an event came that fits, whether before or after now. */
  readonly seen: (fits: (event: PublisherEvent) => boolean) => Promise<PublisherEvent>;
  readonly entries: () => Promise<readonly OutboxEntry[]>;
} & AsyncDisposable;

/** Real catalogue and blobs, the real clients, and a clock that stands still until it is moved. */
export async function openPublishingFarm(yaml: string): Promise<PublishingFarm> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(await mkdtempDisposable(join(tmpdir(), 'wy-publishing-')));
  const catalogue = opened.use(await openCatalogue({ file: join(folder.path, 'catalogue.db') }));
  const blobs = await openDiskBlobs({ folder: join(folder.path, 'blobs') });
  const parsed = parsePublisherFile({ name: 'publishers.yaml', text: yaml }, ['pure', bookworm, trixie]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  const [publisher] = parsed.value;
  if (publisher === undefined) throw new Error('no publisher');
  const time = { now: 1_700_000_000_000 };
  const events: PublisherEvent[] = [];
  const waiting = new Set<() => void>();
  const start = (): Publishing =>
    openPublishing(
      { catalogue, blobs, clock: () => time.now, chance: () => 0, lookPauses: [0] },
      {
        publishers: [{ publisher, index: openIndex(publisher, time) }],
        report: (event) => {
          events.push(event);
          waiting.forEach((look) => look());
        },
      },
    );
  let publishing = start();
  opened.defer(() => publishing[Symbol.asyncDispose]());
  const all = opened.move();
  return {
    catalogue,
    blobs,
    publisher,
    get publishing() {
      return publishing;
    },
    events,
    time,
    restart: async () => {
      await publishing[Symbol.asyncDispose]();
      publishing = start();
    },
    publish: async (name, { node = bookworm, content = `wheel of ${name}` } = {}) => {
      const build = await addBuildOf(catalogue, name);
      const { sha256, sizeBytes } = await blobs.put(Readable.from([content]));
      const text = `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\nSummary: An example\nClassifier: A :: B\nClassifier: C :: D\nRequires-Dist: numpy>=1\n\nIts description.\n`;
      const wheel = wheelOf(name);
      await catalogue.addWheel(
        { ...wheel, sha256, sizeBytes, metadata: { ...wheel.metadata, text } },
        build.id,
        1,
      );
      await catalogue.publishFile({
        node,
        ...releaseOf(name, '1.0'),
        filename: wheel.filename,
        sha256,
        sizeBytes,
        requiresPython: null,
        metadataSha256: wheel.metadata.sha256,
        publishedAt: time.now,
        build: build.id,
        uploadedBy: null,
        yanked: null,
      });
      publishing.wake();
      return wheel.filename;
    },
    seen: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    entries: () =>
      catalogue.listOutbox({
        publisher: publisher.name,
        states: ['pending', 'sent', 'refused'],
        after: 0,
        limit: 100,
      }),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function openIndex(publisher: Publisher, time: { readonly now: number }) {
  const { protocol } = publisher;
  const access = {
    password: async () => 'secret',
    times: { idleMilliseconds: 500, answerMilliseconds: 2_000 },
    clock: () => time.now,
    makeBoundary: () => 'a-boundary-of-a-test',
  };
  return protocol.kind === 'devpi'
    ? openDevpiIndex({ ...publisher, protocol }, access)
    : openLegacyIndex({ ...publisher, protocol }, access);
}
