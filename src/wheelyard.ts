#!/usr/bin/env node
import { setMaxListeners } from 'node:events';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino, type Logger } from 'pino';
import { openHttpBlobs } from './blobs/http-blobs.ts';
import { openScratch } from './blobs/scratch.ts';
import { lockFolder } from './catalogue/folder-lock.ts';
import { UsageError } from './cli/farm-errors.ts';
import { openFile } from './cli/open-file.ts';
import { openOutputFolder } from './cli/output-folder.ts';
import { runProgram } from './cli/run-program.ts';
import type { LogForm, ServeOptions, Surroundings } from './cli/surroundings.ts';
import { BadConfig, readConfig, type Config } from './config.ts';
import { BadDefinitions, readDefinitions } from './definitions.ts';
import { dockerProgram } from './docker-program.ts';
import { examineMachine } from './doctor.ts';
import { readLocalToken } from './known-tokens.ts';
import { renderLogLine } from './render-log-line.ts';
import { startServer } from './serve.ts';
import { startFarm } from './up.ts';
import { version } from './version.ts';
import { startWorker } from './work.ts';

/** The one program: client commands speak HTTP; `up`, `serve` and `work` run until they are told to stop. */
async function main(): Promise<void> {
  const config = readConfig();
  const interrupt = new AbortController();
  setMaxListeners(0, interrupt.signal);
  process.once('SIGINT', () => interrupt.abort());
  process.once('SIGTERM', () => interrupt.abort());
  const { stdout, stderr } = process;
  const surroundings: Surroundings = {
    version,
    url: config.url,
    token: config.token ?? (await readLocalToken(config.dataFolder)),
    output: {
      stdout,
      stderr,
      isTerminal: stdout.isTTY,
      hasColors: stdout.isTTY && config.color,
      get columns() {
        return stdout.columns ?? 100;
      },
      get rows() {
        return stdout.rows ?? 24;
      },
    },
    fetch,
    openFile,
    openInput: () => process.stdin,
    openOutputFolder,
    docker: dockerProgram,
    clock: Date.now,
    pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
    interrupt: interrupt.signal,
    processes: {
      up: (options) => untilStopped(interrupt.signal, options, startUp(withOptions(config, options))),
      serve: (options) => untilStopped(interrupt.signal, options, startServe(withOptions(config, options))),
      work: (options) => untilStopped(interrupt.signal, options, startWork(config)),
    },
    doctor: () => examineMachine(config),
    checkRecipes: (folder) => checkRecipes(config, folder),
    setExitCode: (code) => {
      process.exitCode = code;
    },
  };
  await runProgram(surroundings, process.argv.slice(2));
}

type Start = (logger: Logger) => Promise<AsyncDisposable>;

/** Starts a process of the farm, waits for the signal, and ends it in order: what runs is finished or handed back. */
async function untilStopped(
  stop: AbortSignal,
  options: { readonly log: LogForm },
  start: Start,
): Promise<void> {
  const logger = openLogger(options.log);
  await using _process = await start(logger).catch(listProblems);
  if (!stop.aborted) {
    await new Promise<void>((done) => {
      stop.addEventListener('abort', () => done(), { once: true });
    });
  }
  logger.info({ event: 'stopping' });
}

/** Definitions that are wrong are listed a line each; that they stopped the start is the error. */
function listProblems(error: unknown): never {
  if (!(error instanceof BadDefinitions)) throw error;
  process.stderr.write(`${error.message}\n`);
  throw new UsageError(
    `${error.problems.length} problems in the definition files, listed above; nothing was started`,
  );
}

const startUp =
  (config: Config): Start =>
  (logger) =>
    startFarm({ config, logger });

const startServe =
  (config: Config): Start =>
  async (logger) => {
    const redisUrl = needRedis(config);
    await using started = new AsyncDisposableStack();
    started.use(lockFolder(config.dataFolder));
    started.use(await startServer({ config, redisUrl, logger }));
    return started.move();
  };

const startWork =
  (config: Config): Start =>
  async (logger) => {
    if (config.workerToken === null)
      throw new BadConfig('WHEELYARD_WORKER_TOKEN: a worker needs the token that serve knows');
    const scratch = await openScratch(join(config.dataFolder, 'scratch', `blobs-${config.worker.name}`));
    const { path } = await scratch.open();
    const blobs = openHttpBlobs({ url: config.url, token: config.workerToken, scratchFolder: path });
    return startWorker({ config, redisUrl: needRedis(config), blobs, logger });
  };

function needRedis(config: Config): string {
  if (config.redisUrl === null)
    throw new BadConfig('REDIS_URL: serve and work need the Redis that they share (or use: wheelyard up)');
  return config.redisUrl;
}

const withOptions = (config: Config, options: ServeOptions): Config => ({
  ...config,
  port: options.port ?? config.port,
  dataFolder: options.data === null ? config.dataFolder : resolve(options.data),
});

function openLogger(form: LogForm): Logger {
  const { logLevel } = readConfig();
  return form === 'json'
    ? pino({ level: logLevel })
    : pino({ level: logLevel }, { write: (line: string) => process.stderr.write(renderLogLine(line)) });
}

async function checkRecipes(config: Config, folder?: string): ReturnType<Surroundings['checkRecipes']> {
  const recipesFolder = folder === undefined ? config.recipesFolder : resolve(folder);
  if (folder !== undefined && !(await stat(recipesFolder).catch(() => null))?.isDirectory()) {
    throw new UsageError(`there is no folder ${recipesFolder}`);
  }
  try {
    const { recipes } = await readDefinitions({ imagesFolder: config.imagesFolder, recipesFolder });
    return { recipes: recipes.size, problems: [] };
  } catch (error) {
    if (!(error instanceof BadDefinitions)) throw error;
    return { recipes: 0, problems: error.problems };
  }
}

try {
  await main();
} catch (error) {
  // A setting or a file that is wrong is for people to read; anything else is a fault of the program.
  const known = error instanceof BadConfig || error instanceof BadDefinitions;
  process.stderr.write(`wheelyard: ${explain(error, known)}\n`);
  process.exitCode = known ? 2 : 4;
}

function explain(error: unknown, known: boolean): string {
  if (!(error instanceof Error)) return String(error);
  return known ? error.message : (error.stack ?? error.message);
}
