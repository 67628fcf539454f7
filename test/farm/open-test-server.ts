import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { readConfig } from '../../src/config.ts';
import { makeTokenSecret } from '../../src/http/token-secret.ts';
import { openPrivateRedis } from '../../src/queue/private-redis.ts';
import { startServer } from '../../src/serve.ts';
import { readLocalToken } from '../../src/known-tokens.ts';
import { speakTo, type TestFarm } from './open-test-farm.ts';

/** A server with its Redis, without a worker: those are processes of their own. */
export type TestServer = Pick<TestFarm, 'request' | 'upload' | 'build' | 'show' | 'follow'> & {
  readonly url: string;
  readonly token: string;
  readonly folder: string;
  readonly redisUrl: string;
  /** Ends the server alone; workers and Redis stay. */
  readonly stopServe: () => Promise<void>;
  /** Starts it again at the same address. */
  readonly startServe: () => Promise<void>;
  readonly startWorker: (worker: WorkerOptions) => Promise<WorkerProcess>;
} & AsyncDisposable;

export type WorkerOptions = {
  readonly name: string;
  /** `quick`: a lost worker is missed within seconds. */
  readonly times?: 'usual' | 'quick';
  readonly environment?: Readonly<Record<string, string>>;
};

export type WorkerProcess = {
  readonly process: ChildProcess;
  /** Where its scratch files are. */
  readonly folder: string;
  /** Sends the signal and waits for the end; the exit code, null after SIGKILL. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<number | null>;
} & AsyncDisposable;

const source = join(import.meta.dirname, '..', '..', 'src');

export async function openTestServer(
  recipes: Readonly<Record<string, string>> = {},
  pages: { readonly dashboardFolder?: string } = {},
): Promise<TestServer> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'wy-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const recipesFolder = join(folder, 'recipes');
  await mkdir(recipesFolder);
  for (const [name, text] of Object.entries(recipes)) await writeFile(join(recipesFolder, name), text);
  const redis = opened.use(await openPrivateRedis({ folder: join(folder, 'redis'), report: () => {} }));
  const workerToken = makeTokenSecret(randomBytes).secret;
  const config = readConfig({
    WHEELYARD_DATA: folder,
    WHEELYARD_PORT: '0',
    WHEELYARD_RECIPES: recipesFolder,
    WHEELYARD_TARGETS: 'debian-12-cp311-amd64',
    WHEELYARD_WORKER_TOKEN: workerToken,
  });
  const logger = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  let server = await startServer({ config, redisUrl: redis.url, logger, ...pages });
  const { url } = server;
  opened.defer(() => server[Symbol.asyncDispose]());
  const workers = opened.use(new AsyncDisposableStack());
  const all = opened.move();
  const token = (await readLocalToken(folder)) ?? '';
  return {
    ...speakTo(url, token),
    url,
    token,
    folder,
    redisUrl: redis.url,
    stopServe: async () => server[Symbol.asyncDispose](),
    startServe: async () => {
      const port = Number(new URL(url).port);
      server = await startServer({ config: { ...config, port }, redisUrl: redis.url, logger, ...pages });
    },
    startWorker: async ({ name, times = 'usual', environment }) =>
      workers.use(
        await startWorkerProcess({
          folder: join(folder, 'workers', name),
          times,
          environment: {
            PATH: process.env['PATH'] ?? '',
            REDIS_URL: redis.url,
            WHEELYARD_URL: url,
            WHEELYARD_WORKER_TOKEN: workerToken,
            WHEELYARD_WORKER_NAME: name,
            WHEELYARD_WORKER_SLOTS: '1',
            ...environment,
          },
        }),
      ),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

const programs = {
  /** The program itself, as people start it. */
  usual: [join(source, 'wheelyard.ts'), 'work', '--json'],
  quick: [join(import.meta.dirname, 'quick-worker-process.ts')],
} as const;

async function startWorkerProcess(worker: {
  readonly folder: string;
  readonly times: keyof typeof programs;
  readonly environment: Readonly<Record<string, string>>;
}): Promise<WorkerProcess> {
  const { folder, times, environment } = worker;
  const child = spawn(process.execPath, programs[times], {
    env: { ...environment, WHEELYARD_DATA: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const started = Promise.withResolvers<void>();
  createInterface(child.stdout).on('line', (line) => {
    if (line.includes('"event":"worker-started"')) started.resolve();
  });
  const tooEarly = exited.then(() => Promise.reject(new Error('the worker ended before it had begun')));
  tooEarly.catch(() => undefined);
  await Promise.race([started.promise, tooEarly]);
  const end: WorkerProcess['end'] = async (signal) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await exited;
    }
    return child.exitCode;
  };
  return { process: child, folder, end, [Symbol.asyncDispose]: async () => void (await end('SIGTERM')) };
}
