import { nodesOfPublisher, type Publisher } from '../domain/publisher.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Blobs, Clock } from './ports.ts';
import type { RemoteFile, RemoteIndex } from './remote-index.ts';
import type { OutboxEntry } from './records.ts';
import { hashOf, judge } from './send-file.ts';

export type ResyncPorts = {
  readonly catalogue: Catalogue;
  readonly blobs: Blobs;
  readonly clock: Clock;
};

/** What was found so far. */
export type ResyncCounts = {
  readonly files: number;
  readonly same: number;
  /** Not there: they are on their way again. */
  readonly missing: number;
  /** Another file under the name: refused, with both hashes. */
  readonly different: number;
};

const page = 200;
/** Pages of the index that are kept at a time: the files of a project mostly come one after another. */
const mostPages = 50;

/**
 * Holds every file that a publisher should have against what its index really has, in pages and one look a project, and puts
 * the outbox right. Files that were never entered (a node that was added to the publisher later) are entered first.
 */
export async function resyncPublisher(
  farm: ResyncPorts,
  of: {
    readonly publisher: Publisher;
    readonly index: RemoteIndex;
    readonly progress: (counts: ResyncCounts) => void;
    readonly signal: AbortSignal;
  },
): Promise<ResyncCounts> {
  const { publisher, index, signal } = of;
  const nodes = nodesOfPublisher(publisher);
  const feed = { publisher: publisher.name, nodes, limit: page };
  await farm.catalogue.rewindOutbox(publisher.name);
  while ((await farm.catalogue.feedOutbox({ ...feed, at: farm.clock() })) === page) signal.throwIfAborted();

  const list = openPages(index, signal);
  let counts: ResyncCounts = { files: 0, same: 0, missing: 0, different: 0 };
  let after = 0;
  for (;;) {
    const entries = await farm.catalogue.listOutbox({
      publisher: publisher.name,
      // What is pending is on its way: whoever sends it looks, too.
      states: ['sent', 'refused'],
      after,
      limit: page,
    });
    for (const entry of entries) {
      signal.throwIfAborted();
      if (!nodes.includes(entry.node)) continue;
      const files = await list(entry);
      const found = await settle(farm, { entry, file: files.get(entry.filename) ?? null, index, signal });
      counts = { ...counts, files: counts.files + 1, [found]: counts[found] + 1 };
      of.progress(counts);
    }
    const last = entries.at(-1);
    if (entries.length < page || last === undefined) return counts;
    after = last.id;
  }
}

async function settle(
  farm: ResyncPorts,
  held: {
    readonly entry: OutboxEntry;
    readonly file: RemoteFile | null;
    readonly index: RemoteIndex;
    readonly signal: AbortSignal;
  },
): Promise<'same' | 'missing' | 'different'> {
  const { entry, file, index, signal } = held;
  const at = farm.clock();
  const { name: from } = entry.state;
  if (file === null) {
    const to = { name: 'pending', tries: 0, notBefore: at, problem: null } as const;
    await farm.catalogue.moveOutbox(entry.id, { from, to });
    return 'missing';
  }
  const blob = await farm.blobs.get(entry.sha256);
  blob?.content.destroy();
  const limitBytes = blob?.sizeBytes ?? 0;
  const judged = judge(await hashOf(file, { index, limitBytes, signal }), entry);
  if (judged.kind === 'sent') {
    if (from !== 'sent') await farm.catalogue.moveOutbox(entry.id, { from, to: { name: 'sent', at } });
    return 'same';
  }
  const to = { name: 'refused', words: judged.words, at } as const;
  await farm.catalogue.moveOutbox(entry.id, { from, to });
  return 'different';
}

type Pages = (entry: OutboxEntry) => Promise<ReadonlyMap<string, RemoteFile>>;

function openPages(index: RemoteIndex, signal: AbortSignal): Pages {
  const pages = new Map<string, ReadonlyMap<string, RemoteFile>>();
  return async ({ node, release: { project } }) => {
    const key = `${node} ${project}`;
    const known = pages.get(key);
    if (known !== undefined) return known;
    const files = await index.listFiles({ node, project }, signal);
    const byName = new Map(files.map((file) => [file.filename, file]));
    const [oldest] = pages.keys();
    if (pages.size >= mostPages && oldest !== undefined) pages.delete(oldest);
    pages.set(key, byName);
    return byName;
  };
}
