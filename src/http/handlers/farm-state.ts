import type { Platform } from '../../domain/target.ts';
import { sha256Of } from '../../domain/sha256.ts';
import { findRunning } from '../../farm/build-progress.ts';
import { countSlots } from '../../farm/count-slots.ts';
import type { QueueView, Readiness } from '../contract/farm.ts';
import { withDeadline } from '../deadline.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, type Reply } from '../reply.ts';

const checkMilliseconds = 2_000;

export const showQueue = async (farm: HttpFarm): Promise<Reply<QueueView>> =>
  json(200, await readQueue(farm));

export async function readQueue(
  farm: Pick<HttpFarm, 'catalogue' | 'dispatcher' | 'liveLogs' | 'estimateQueue'>,
): Promise<QueueView> {
  const [builds, queued, workers, estimate] = await Promise.all([
    farm.catalogue.countBuilds(),
    farm.dispatcher.countQueued(),
    farm.dispatcher.describeWorkers(),
    farm.estimateQueue(),
  ]);
  const here = workers.filter(({ presence }) => presence === 'here');
  const running = await findRunning(
    farm,
    here.flatMap(({ report }) => report?.running ?? []),
  );
  const platforms = Object.entries(queued) as [Platform, (typeof queued)[Platform]][];
  return {
    builds: { ...builds },
    platforms: platforms.map(([platform, counts]) => ({
      platform,
      ...counts,
      slots: countSlots(workers, platform),
      etaMilliseconds: estimate.milliseconds.get(platform) ?? null,
    })),
    workers: here.map(({ name, platform, report }) => ({
      name,
      platform,
      slots: report?.slots ?? 1,
      running: report?.running.length ?? 0,
    })),
    running: [...running.values()],
  };
}

/** Whether this process runs at all. */
export const live = async (): Promise<Reply<{ isAlive: true }>> => json(200, { isAlive: true });

/** Whether what the farm stands on answers. */
export async function ready(farm: HttpFarm): Promise<Reply<Readiness>> {
  const checks = await Promise.all([
    check('catalogue', () => farm.catalogue.countBuilds()),
    check('queue', () => farm.dispatcher.countQueued()),
    check('blobs', () => farm.blobs.has(nobodysHash)),
  ]);
  const isReady = checks.every(({ problem }) => problem === null);
  return json(isReady ? 200 : 503, { isReady, checks });
}

async function check(
  part: Readiness['checks'][number]['part'],
  ask: () => Promise<unknown>,
): Promise<Readiness['checks'][number]> {
  try {
    await withDeadline(ask(), checkMilliseconds);
    return { part, problem: null };
  } catch (error) {
    return { part, problem: error instanceof Error ? error.message : String(error) };
  }
}

const nobodysHash = sha256Of('asked for to see whether the blobs answer');

export async function showMetrics(farm: HttpFarm): Promise<Reply<never>> {
  const { type, text } = await farm.renderMetrics();
  return { kind: 'text', status: 200, text, headers: { 'Content-Type': type } };
}
