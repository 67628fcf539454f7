import type Docker from 'dockerode';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { ImageSpec } from '../domain/image.ts';
import { parseConflictingPackages, parseMissingPackages } from '../domain/os-packages.ts';
import { Outage } from '../farm/ports.ts';
import type { Belongings, Labels } from './belongings.ts';
import { imageLabel } from './labels.ts';
import { callEngine, statusOf } from './outage.ts';
import { makerName } from './image-reference.ts';
import { splitOutput } from './output-stream.ts';
import { renderMakerScript } from './maker-script.ts';
import { splitReference } from './base-image.ts';

export type ImageOrder = {
  readonly spec: ImageSpec;
  readonly reference: string;
  /** The image that it is made from. */
  readonly parent: string;
  /** What is installed on top of the parent. */
  readonly packages: readonly string[];
  /** Python source that describes the finished image (`describe_image.py`). */
  readonly describer: string;
  readonly belongings: Belongings;
  /** Network of the container that installs packages. */
  readonly network: string;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
};

export type MadeImage =
  | 'made'
  | 'made-elsewhere'
  | { readonly missing: readonly string[] }
  | { readonly conflict: readonly string[] };

const longestInstallMilliseconds = 30 * 60 * 1000;
const keptLines = 400;

/** Installs OS packages into a container of the parent image and keeps it as an image. Runs no stranger's code. */
export async function makeImage(docker: Docker, order: ImageOrder): Promise<MadeImage> {
  using claim = order.belongings.claim();
  const container = await createMaker(docker, { ...order, labels: claim.labels });
  if (container === null) return 'made-elsewhere';
  await using _removed = {
    [Symbol.asyncDispose]: async () => {
      await container.remove({ force: true, v: true }).catch(() => undefined);
    },
  };
  const stream = await callEngine('attach', container.attach({ stream: true, stdout: true, stderr: true }));
  await callEngine('start', container.start());
  const stop = AbortSignal.any([order.signal, AbortSignal.timeout(longestInstallMilliseconds)]);
  const kill = (): void => void container.kill().catch(() => undefined);
  stop.addEventListener('abort', kill);
  if (stop.aborted) kill();
  const lines = await readLines(stream, order.report).finally(() => stop.removeEventListener('abort', kill));
  order.signal.throwIfAborted();
  const ended: unknown = await callEngine('wait', container.wait());
  if (typeof ended !== 'object' || ended === null || !('StatusCode' in ended) || ended.StatusCode !== 0) {
    const missing = parseMissingPackages(lines);
    if (missing.length > 0) return { missing };
    const conflict = parseConflictingPackages(lines);
    if (conflict !== null) return { conflict };
    throw new Outage(`installing OS packages into ${order.reference} failed: ${lines.slice(-5).join(' / ')}`);
  }
  await callEngine('keep an image', container.commit({ ...splitReference(order.reference) }));
  return 'made';
}

/** Null when another worker is making this very image. */
async function createMaker(
  docker: Docker,
  order: ImageOrder & { readonly labels: Labels },
): Promise<Docker.Container | null> {
  const creation = docker.createContainer({
    name: makerName(order.reference),
    Image: order.parent,
    Cmd: ['sh', '-c', renderMakerScript(order.spec, order.packages), 'sh', order.describer],
    Entrypoint: [],
    User: '0:0',
    Labels: { ...order.labels, [imageLabel]: order.reference },
    HostConfig: { NetworkMode: order.network, LogConfig: { Type: 'none', Config: {} } },
  });
  try {
    return await creation;
  } catch (error) {
    if (statusOf(error) === 409) return null;
    throw new Outage(
      `container engine, make an image: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

async function readLines(stream: NodeJS.ReadableStream, report: (line: string) => void): Promise<string[]> {
  const kept: string[] = [];
  const text = new PassThrough();
  createInterface({ input: text }).on('line', (line) => {
    kept.push(line);
    if (kept.length > keptLines) kept.shift();
    report(line);
  });
  for await (const { bytes } of splitOutput(stream)) text.write(bytes);
  text.end();
  return kept;
}
