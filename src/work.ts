import { randomUUID } from 'node:crypto';
import { totalmem } from 'node:os';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { sha256Of } from './domain/sha256.ts';
import type { Platform } from './domain/target.ts';
import { readDescriber, readDrivers } from './drivers.ts';
import { findHostMirror } from './distro/host-mirror.ts';
import { openImageUses } from './engine/image-uses.ts';
import { openEngine } from './engine/open-engine.ts';
import { carryOut } from './farm/carry-out.ts';
import { findFreeSpace } from './farm/free-space.ts';
import { defaultLogBounds } from './farm/log-writer.ts';
import type { Engine } from './farm/engine-port.ts';
import type { Blobs } from './farm/ports.ts';
import type { WorkerPorts } from './farm/worker-ports.ts';
import { openScratch } from './blobs/scratch.ts';
import { openLiveLogs } from './queue/live-logs.ts';
import { openWorkQueue } from './queue/work-queue.ts';
import type { WorkTimes } from './queue/work-times.ts';
import { version } from './version.ts';
import { openArchives } from './python/archives.ts';

const sweepMilliseconds = 60_000;
const imageSweepMilliseconds = 60 * 60_000;
const dayMilliseconds = 24 * 60 * 60_000;

/** A worker: takes plans of its platform from the queue and carries them out. Disposing finishes or hands back what runs. */
export async function startWorker(options: {
  readonly config: Config;
  readonly redisUrl: string;
  readonly blobs: Blobs;
  readonly logger: Logger;
  readonly times?: WorkTimes | undefined;
}): Promise<AsyncDisposable> {
  const { config, redisUrl, blobs, logger, times } = options;
  const { name, slots, stopGraceSeconds } = config.worker;
  const report = (message: string): void => logger.warn({ event: 'queue', worker: name }, message);
  await using started = new AsyncDisposableStack();
  const engine = await openHostEngine(config, redisUrl);
  const liveLogs = started.use(openLiveLogs({ url: redisUrl, report }));
  const queue = started.use(openWorkQueue({ url: redisUrl, platforms: [hostPlatform()], report, times }));
  if ((await queue.listWorkers()).includes(name)) {
    throw new Error(
      `a worker named ${name} is at work already; give this one another name (WHEELYARD_WORKER_NAME)`,
    );
  }
  const ports: WorkerPorts = {
    engine,
    blobs,
    liveLogs,
    archives: openArchives(),
    scratch: await openScratch(join(config.dataFolder, 'scratch', `worker-${name}`)),
    clock: Date.now,
    worker: name,
    drivers: await readDrivers(config.imagesFolder),
    logBounds: defaultLogBounds,
  };
  // A worker is taken for dead when two looks miss it: after a restart of Redis, one look may find nobody connected yet.
  let seenBefore: ReadonlySet<string> = new Set();
  const sweep = async (): Promise<void> => {
    const seenNow = new Set(await queue.listWorkers());
    const seen = seenNow.union(seenBefore);
    seenBefore = seenNow;
    const removed = await engine.sweep((worker) => seen.has(worker));
    if (removed > 0) logger.info({ event: 'swept', worker: name, containers: removed });
  };
  // What a killed predecessor of the same name left behind goes before the first plan.
  let isSweepDue = true;
  const session = await queue.work({
    platform: hostPlatform(),
    slots,
    worker: name,
    host: async () => ({
      version,
      engine: await engine.describe(),
      memoryBytes: totalmem(),
      disk: await findFreeSpace(config.dataFolder),
    }),
    carryOut: async (plan, signal) => {
      try {
        return await carryOut(ports, plan, signal);
      } catch (error) {
        // An engine that went away in mid-run has kept the container.
        isSweepDue = true;
        throw error;
      }
    },
    readiness: async () => {
      const problem = await engine.checkReady();
      if (problem !== null || !isSweepDue) return problem;
      isSweepDue = false;
      await sweep().catch((error: unknown) => {
        isSweepDue = true;
        throw error;
      });
      return null;
    },
  });
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => logger.warn({ event: 'sweep-failed', err: error }));
  }, sweepMilliseconds);
  const sweepImages = async (): Promise<void> => {
    const since = Date.now() - config.worker.imageDays * dayMilliseconds;
    const images = await engine.sweepImages(since);
    if (images.length > 0) logger.info({ event: 'images-swept', worker: name, images });
  };
  const imageTimer = setInterval(() => {
    if (config.worker.imageDays === 0) return;
    sweepImages().catch((error: unknown) => logger.warn({ event: 'sweep-failed', err: error }));
  }, imageSweepMilliseconds);
  started.defer(async () => {
    clearInterval(timer);
    clearInterval(imageTimer);
    await session.stop(stopGraceSeconds * 1000);
  });
  logger.info({ event: 'worker-started', worker: name, slots, engine: config.dockerHost });
  return started.move();
}

/** The container engine of this host, as configured. */
export async function openHostEngine(config: Config, redisUrl: string): Promise<Engine> {
  return openEngine({
    host: config.dockerHost,
    // Who shares a queue is one farm.
    farm: sha256Of(redisUrl).slice(0, 16),
    worker: config.worker.name,
    newMark: randomUUID,
    describer: await readDescriber(config.imagesFolder),
    indexer: await readFile(join(config.imagesFolder, 'driver', 'file_index.py'), 'utf8'),
    // Not in its scratch folder, which is cleared at each start.
    uses: await openImageUses({
      file: join(config.dataFolder, `images-of-${config.worker.name}.json`),
      clock: Date.now,
    }),
    mirror: await findHostMirror(),
    imageNetwork: config.imageNetwork,
  });
}

/** What the engine of this host runs without emulation. */
export const hostPlatform = (): Platform => (process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64');
