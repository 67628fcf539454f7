import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { chooseTargets, readDefinitions, readIndexTree } from './definitions.ts';
import { openDiskBlobs } from './blobs/disk-blobs.ts';
import { openScratch } from './blobs/scratch.ts';
import { openCatalogue } from './catalogue/open-catalogue.ts';
import { readDescriber, readDrivers, readReproducer } from './drivers.ts';
import { imageSteps } from './engine/image-steps.ts';
import type { Catalogue } from './farm/catalogue-port.ts';
import type { Blobs } from './farm/ports.ts';
import type { ReproductionPorts } from './farm/reproduce-attempt.ts';
import { openNotices } from './farm/notify-campaigns.ts';
import { openScheduler } from './farm/scheduler.ts';
import { openStorage } from './farm/storage.ts';
import { openHttpServer } from './http/http-server.ts';
import { readUpstreams, upstreamIndexes } from './upstreams.ts';
import { openEventTimes } from './farm/event-times.ts';
import { openOnDemand } from './farm/on-demand.ts';
import { openWatching } from './farm/watching.ts';
import { openPruning } from './farm/pruning.ts';
import { openPublishers, readPublishers } from './publishers.ts';
import { ensureTokens } from './known-tokens.ts';
import { openArchives } from './python/archives.ts';
import { listWheelFiles } from './python/list-wheel-files.ts';
import { readLockFile } from './python/lock-file.ts';
import { openDispatcher } from './queue/dispatcher.ts';
import { platformsOf } from './domain/target.ts';
import { openLiveLogs } from './queue/live-logs.ts';
import { openNoticeChannels } from './notices.ts';

export type Server = {
  readonly url: string;
  readonly catalogue: Catalogue;
  readonly blobs: Blobs;
} & AsyncDisposable;

const builtDashboard = join(import.meta.dirname, '..', 'dist', 'dashboard');
const maximumBlobBytes = 4 * 1024 ** 3;

/** Everything that decides: API, served index, scheduler. Disposing ends what is open and leaves nothing half done. */
export async function startServer(options: {
  readonly config: Config;
  readonly redisUrl: string;
  readonly logger: Logger;
  /** Where the built pages are; without it, where they are built to. */
  readonly dashboardFolder?: string;
}): Promise<Server> {
  const { config, redisUrl, logger, dashboardFolder = builtDashboard } = options;
  const { targets, recipes, recipeTexts } = await readDefinitions(config);
  const offered = chooseTargets(targets, config.targets);
  const indexes = await readIndexTree(config.indexesFile, { targets, offered });
  const publishers = await readPublishers(config, indexes);
  const known = await readUpstreams(config);
  const report = (message: string): void => logger.warn({ event: 'queue' }, message);
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });

  await using started = new AsyncDisposableStack();
  const catalogue = started.use(await openCatalogue({ file: join(config.dataFolder, 'catalogue.db') }));
  await ensureTokens(catalogue, config);
  const blobs = await openDiskBlobs({ folder: join(config.dataFolder, 'blobs') });
  const scratch = await openScratch(join(config.dataFolder, 'scratch', 'serve'));
  const liveLogs = started.use(openLiveLogs({ url: redisUrl, report }));
  const dispatcher = started.use(
    openDispatcher({ url: redisUrl, platforms: platformsOf(targets.values()), report }),
  );
  const clock = Date.now;
  const intake = {
    indexes,
    catalogue,
    blobs,
    scratch,
    clock,
    archives: openArchives(),
    upstreams: upstreamIndexes(config, known),
    maximumSdistBytes: config.maximumSdistBytes,
  };
  const publishing = started.use(openPublishers(publishers, { config, catalogue, blobs, clock, logger }));
  const scheduler = started.use(
    openScheduler(
      {
        ...intake,
        dispatcher,
        targets,
        offered,
        recipes,
        limits: config.limits,
        mostMemoryBytes: config.mostMemoryBytes,
        loosensBounds: config.loosensBounds,
      },
      (event) => {
        if (event.event === 'scheduler-trouble') logger.warn({ event: event.event, err: event.error });
        else logger.debug(event);
      },
    ),
  );
  for (const channel of await openNoticeChannels(config, clock)) {
    const event = `${channel.name}-trouble`;
    started.use(openNotices({ catalogue, clock, channel }, (err) => logger.warn({ event, err })));
  }
  const eventTimes = openEventTimes();
  const storage = started.use(openStorage({ folder: config.dataFolder, clock }));
  const pruning = started.use(openPruning({ catalogue, blobs, clock }, config.pruning));
  pruning.onPruned((event) => {
    if (event.event === 'prune-trouble') logger.warn({ event: event.event, err: event.error });
    else logger.info(event);
  });
  const watching = started.use(
    await openWatching(
      { ...intake, offered, chance: Math.random, onBuildsChanged: scheduler.wake },
      {
        upstreams: known.upstreams,
        listed: known.watchLists,
        internal: known.internal,
        report: ({ event, ...facts }) => {
          if (event === 'upstream-trouble') logger.warn({ event, ...facts });
          else logger.info({ event, ...facts });
        },
        measure: eventTimes.add,
      },
    ),
  );
  const onDemand = started.use(
    openOnDemand(
      { ...intake, offered, onBuildsChanged: scheduler.wake },
      {
        internal: known.internal,
        report: (error) => logger.warn({ event: 'on-demand-trouble', err: error }),
      },
    ),
  );
  const http = started.use(
    await openHttpServer({
      ...intake,
      liveLogs,
      dispatcher,
      publishing,
      watching,
      eventTimes,
      storage,
      pruning,
      onDemand,
      eventSecrets: new Map(
        known.upstreams.flatMap(({ name, eventSecret }) =>
          eventSecret === null ? [] : [[name, eventSecret]],
        ),
      ),
      readLockFile,
      listWheelFiles: (sha256) => listWheelFiles(intake.blobs, sha256),
      targets,
      offered,
      reproduction: await describeReproduction(config.imagesFolder),
      recipes,
      recipeTexts,
      maximumBlobBytes,
      publicUrl: config.publicUrl,
      anonymousRead: config.anonymousRead,
      random: randomBytes,
      onBuildsChanged: scheduler.wake,
      logger,
      host: config.host,
      port: config.port,
      dashboardFolder,
    }),
  );
  logger.info({
    event: 'server-started',
    url: http.url,
    targets: offered.map(({ name }) => name),
    recipes: recipes.size,
    publishers: publishing.names,
    upstreams: known.upstreams.map(({ name }) => name),
  });
  const all = started.move();
  return { url: http.url, catalogue, blobs, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** The server knows how builds are run, as text; it has no engine to run them with. */
async function describeReproduction(imagesFolder: string): Promise<ReproductionPorts['reproduction']> {
  const describer = await readDescriber(imagesFolder);
  return {
    driver: (await readDrivers(imagesFolder)).build,
    reproducer: await readReproducer(imagesFolder),
    imageSteps: (spec) => imageSteps(spec, describer),
  };
}
