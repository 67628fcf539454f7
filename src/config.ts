import { availableParallelism, hostname, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { defaultLimits, type Limits } from './domain/limits.ts';
import { parseDuration, parseSize } from './domain/quantity.ts';
import type { Result } from './domain/result.ts';
import { pruningOf, pruningSettings, type PruningConfig } from './pruning-config.ts';
import { noticeSettings, readNotices, type NoticeConfig } from './notice-config.ts';

/** Everything that can be set, read from the environment once. The only reader of process.env. */
export type Config = {
  /** Folder of catalogue, blobs, the private queue and scratch space. */
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
  /** Null: `up` starts a Redis of its own. */
  readonly redisUrl: string | null;
  readonly dockerHost: string;
  readonly imageNetwork: string;
  readonly worker: {
    readonly name: string;
    readonly slots: number;
    readonly stopGraceSeconds: number;
    readonly imageDays: number;
  };
  /** Where clients and workers find serve. */
  readonly url: string;
  /** The same, where it was set: null where the host that a client asked for is all that is known. */
  readonly publicUrl: string | null;
  /** What a client shows; serve knows it as a token of every scope. */
  readonly token: string | null;
  /** What workers show to fetch and store blobs; serve knows it as a token of that scope alone. */
  readonly workerToken: string | null;
  readonly upstreamIndexes: readonly string[];
  /** The YAML file of the indexes that are watched, and of watch lists; null: none are. */
  readonly upstreamsFile: string | null;
  /** The YAML file of the external indexes that wheels go to; null: they go to none. */
  readonly publishersFile: string | null;
  readonly notices: NoticeConfig;
  /** What is let go once a day; null: nothing by itself. */
  readonly pruning: PruningConfig | null;
  /** A secret that a definition file names by its variable; null where it is not set. */
  readonly secretNamed: (variable: string) => string | null;
  /** Names of the targets on offer; null: all that are marked as supported. */
  readonly targets: readonly string[] | null;
  readonly recipesFolder: string;
  readonly imagesFolder: string;
  /** The file with the index tree; null: an index for each target, over one of pure wheels. */
  readonly indexesFile: string | null;
  readonly maximumSdistBytes: number;
  readonly limits: Limits;
  /** What one build may get at most, when twice its limit is tried. */
  readonly mostMemoryBytes: number;
  /** Whether a build requirement that can't be had may be met by another version, as a last resort. */
  readonly loosensBounds: boolean;
  /** Whether those without a token may look at builds, logs and the rest of the API. */
  readonly anonymousRead: 'yes' | 'no';
  readonly logLevel: string;
  readonly color: boolean;
};

const root = resolve(import.meta.dirname, '..');

const quantity = (parse: (text: string) => Result<number, string>, fallback: number) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined) return fallback;
      const parsed = parse(text);
      if (parsed.ok) return parsed.value;
      context.addIssue({ code: 'custom', message: parsed.problem });
      return z.NEVER;
    });

const size = (fallback: number) => quantity(parseSize, fallback);
const duration = (fallback: number) => quantity(parseDuration, fallback);
const whole = (fallback: number) => z.coerce.number().int().min(1).default(fallback);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const environmentSchema = z.object({
  WHEELYARD_DATA: z.string().default('.wheelyard'),
  WHEELYARD_HOST: z.string().default('127.0.0.1'),
  WHEELYARD_PORT: z.coerce.number().int().min(0).max(65_535).default(8800),
  WHEELYARD_URL: z.url().optional(),
  WHEELYARD_TOKEN: z.string().optional(),
  WHEELYARD_WORKER_TOKEN: z.string().optional(),
  WHEELYARD_TARGETS: list.optional(),
  WHEELYARD_RECIPES: z.string().default(join(root, 'recipes')),
  WHEELYARD_IMAGES: z.string().default(join(root, 'images')),
  WHEELYARD_INDEXES: z.string().optional(),
  WHEELYARD_UPSTREAM_INDEXES: list.default([]),
  WHEELYARD_UPSTREAMS: z.string().optional(),
  WHEELYARD_PUBLISHERS: z.string().optional(),
  ...noticeSettings,
  ...pruningSettings,
  WHEELYARD_IMAGE_NETWORK: z.string().default('host'),
  WHEELYARD_WORKER_NAME: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)
    .default(hostname()),
  WHEELYARD_WORKER_SLOTS: whole(availableParallelism()),
  WHEELYARD_STOP_GRACE: duration(30),
  WHEELYARD_IMAGE_DAYS: z.coerce.number().int().min(0).max(36_500).default(30),
  WHEELYARD_MAXIMUM_SDIST: size(512 * 1024 ** 2),
  WHEELYARD_LIMIT_MEMORY: size(defaultLimits.memoryBytes),
  WHEELYARD_MOST_MEMORY: size(Math.floor(totalmem() / 2)),
  WHEELYARD_LOOSE_BOUNDS: z.enum(['yes', 'no']).default('yes'),
  WHEELYARD_LIMIT_DISK: size(defaultLimits.diskBytes),
  WHEELYARD_LIMIT_WHEEL: size(defaultLimits.wheelBytes),
  WHEELYARD_LIMIT_CPUS: z.coerce.number().positive().default(defaultLimits.cpus),
  WHEELYARD_LIMIT_PROCESSES: whole(defaultLimits.processes),
  WHEELYARD_LIMIT_WALL: duration(defaultLimits.wallSeconds),
  WHEELYARD_LIMIT_SILENCE: duration(defaultLimits.silenceSeconds),
  WHEELYARD_ANONYMOUS_READ: z.enum(['yes', 'no']).default('yes'),
  WHEELYARD_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  REDIS_URL: z.string().optional(),
  DOCKER_HOST: z
    .string()
    .regex(/^(unix|tcp):\/\//)
    .default('unix:///var/run/docker.sock'),
  NO_COLOR: z.string().optional(),
});

/** Settings that are wrong, each with its name. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig';
}

export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  // An empty setting is one that is not there: compose files pass them on like that.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    throw new BadConfig(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
    );
  }
  const set = parsed.data;
  return {
    dataFolder: resolve(set.WHEELYARD_DATA),
    host: set.WHEELYARD_HOST,
    port: set.WHEELYARD_PORT,
    redisUrl: set.REDIS_URL ?? null,
    dockerHost: set.DOCKER_HOST,
    imageNetwork: set.WHEELYARD_IMAGE_NETWORK,
    worker: {
      name: set.WHEELYARD_WORKER_NAME,
      slots: set.WHEELYARD_WORKER_SLOTS,
      stopGraceSeconds: set.WHEELYARD_STOP_GRACE,
      imageDays: set.WHEELYARD_IMAGE_DAYS,
    },
    url: set.WHEELYARD_URL ?? `http://127.0.0.1:${set.WHEELYARD_PORT}`,
    publicUrl: set.WHEELYARD_URL ?? null,
    token: set.WHEELYARD_TOKEN ?? null,
    workerToken: set.WHEELYARD_WORKER_TOKEN ?? null,
    upstreamIndexes: set.WHEELYARD_UPSTREAM_INDEXES,
    upstreamsFile: set.WHEELYARD_UPSTREAMS === undefined ? null : resolve(set.WHEELYARD_UPSTREAMS),
    publishersFile: set.WHEELYARD_PUBLISHERS === undefined ? null : resolve(set.WHEELYARD_PUBLISHERS),
    notices: noticesOf(set),
    pruning: pruningOf(set),
    secretNamed: (variable) => given[variable] ?? null,
    targets: set.WHEELYARD_TARGETS ?? null,
    recipesFolder: resolve(set.WHEELYARD_RECIPES),
    imagesFolder: resolve(set.WHEELYARD_IMAGES),
    indexesFile: set.WHEELYARD_INDEXES === undefined ? null : resolve(set.WHEELYARD_INDEXES),
    maximumSdistBytes: set.WHEELYARD_MAXIMUM_SDIST,
    mostMemoryBytes: set.WHEELYARD_MOST_MEMORY,
    loosensBounds: set.WHEELYARD_LOOSE_BOUNDS === 'yes',
    limits: {
      memoryBytes: set.WHEELYARD_LIMIT_MEMORY,
      diskBytes: set.WHEELYARD_LIMIT_DISK,
      wheelBytes: set.WHEELYARD_LIMIT_WHEEL,
      cpus: set.WHEELYARD_LIMIT_CPUS,
      processes: set.WHEELYARD_LIMIT_PROCESSES,
      wallSeconds: set.WHEELYARD_LIMIT_WALL,
      silenceSeconds: set.WHEELYARD_LIMIT_SILENCE,
    },
    anonymousRead: set.WHEELYARD_ANONYMOUS_READ,
    logLevel: set.WHEELYARD_LOG_LEVEL,
    color: set.NO_COLOR === undefined,
  };
}

function noticesOf(set: z.output<typeof environmentSchema>): NoticeConfig {
  const notices = readNotices(set);
  if (!notices.ok) throw new BadConfig(notices.problem);
  return notices.value;
}
