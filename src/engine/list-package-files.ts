import type Docker from 'dockerode';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { Engine } from '../farm/engine-port.ts';
import { Outage } from '../farm/ports.ts';
import type { Belongings } from './belongings.ts';
import { callEngine } from './outage.ts';
import { splitOutput } from './output-stream.ts';

export type ListingOrder = Parameters<Engine['listPackageFiles']>[1] & {
  /** Reference of the plain build image. */
  readonly image: string;
  /** Python source that writes the list (`file_index.py`). */
  readonly indexer: string;
  readonly belongings: Belongings;
  /** Network of the container, in which the package manager fetches its lists. */
  readonly network: string;
};

const longestMilliseconds = 15 * 60 * 1000;
/** Seen on Debian 12: 250 MB. */
const memoryBytes = 2 * 1024 ** 3;
const processes = 200;
const keptLines = 5;

/** Runs the package manager of an image as root in a container that is gone afterwards, whatever happens. Runs no stranger's code. */
export async function listPackageFiles(docker: Docker, order: ListingOrder): Promise<void> {
  order.signal.throwIfAborted();
  using claim = order.belongings.claim();
  const creation = docker.createContainer({
    Image: order.image,
    Cmd: ['python3', '-I', '-c', order.indexer],
    Entrypoint: [],
    User: '0:0',
    Env: ['LC_ALL=C.UTF-8'],
    Labels: { ...claim.labels },
    HostConfig: {
      NetworkMode: order.network,
      LogConfig: { Type: 'none', Config: {} },
      Memory: memoryBytes,
      MemorySwap: memoryBytes,
      PidsLimit: processes,
    },
  });
  const container = await callEngine('create a container that lists package files', creation);
  await using _removed = {
    [Symbol.asyncDispose]: async () => {
      await container.remove({ force: true, v: true }).catch(() => undefined);
    },
  };
  const stream = await callEngine('attach', container.attach({ stream: true, stdout: true, stderr: true }));
  await callEngine('start', container.start());
  const deadline = AbortSignal.timeout(longestMilliseconds);
  const stop = AbortSignal.any([order.signal, deadline]);
  // Killing the container ends its output, and thereby the reading below.
  const kill = (): void => void container.kill().catch(() => undefined);
  stop.addEventListener('abort', kill);
  if (stop.aborted) kill();
  const lastWords = await readOutput(stream, order).finally(() => stop.removeEventListener('abort', kill));
  order.signal.throwIfAborted();
  if (deadline.aborted)
    throw new Outage(`listing package files took over ${longestMilliseconds / 60_000} minutes`);
  const ended: unknown = await callEngine('wait', container.wait());
  if (typeof ended !== 'object' || ended === null || !('StatusCode' in ended) || ended.StatusCode !== 0) {
    throw new Outage(`listing the package files of ${order.image} failed: ${lastWords.join(' / ')}`);
  }
}

/** Hands standard output on as it comes, back-pressure included; gives the last lines of standard error. */
async function readOutput(stream: NodeJS.ReadableStream, order: ListingOrder): Promise<readonly string[]> {
  const kept: string[] = [];
  const words = new PassThrough();
  createInterface({ input: words }).on('line', (line) => {
    kept.push(line);
    if (kept.length > keptLines) kept.shift();
    order.report(line);
  });
  const chunks = splitOutput(stream)[Symbol.asyncIterator]();
  try {
    for (;;) {
      // What the stream throws is the engine's fault; what onOutput throws goes up as it is.
      const next = await callEngine('read a list of package files', chunks.next());
      if (next.done === true) return kept;
      if (next.value.stream === 'stdout') await order.onOutput(next.value.bytes);
      else words.write(next.value.bytes);
    }
  } finally {
    words.end();
    // An engine can't remove a container whose last words nobody reads.
    await chunks.return(undefined);
  }
}
