import { z } from 'zod';
import { parseDefinitionFile, type DefinitionFile } from './definition-file.ts';
import type { FileProblem } from './file-problem.ts';
import type { SecretPlace } from './publisher.ts';
import { parseDuration } from './quantity.ts';
import type { ProjectName } from './release.ts';
import { ok, type Result } from './result.ts';
import { secretPlace } from './secret-place-schema.ts';
import { projectName, watchListBody, watchListName, watchListOf } from './watch-list-schema.ts';
import type { WatchList } from './watch-list.ts';

/** A simple index that new sdists come from. */
export type Upstream = {
  readonly name: string;
  readonly place: UpstreamPlace;
  /** Seconds between two looks at a project, more or less a tenth. */
  readonly everySeconds: number;
  /** Looks at a time. */
  readonly parallel: number;
  /** What who pushes events shows; null: no events are taken. */
  readonly secret: SecretPlace | null;
};

export type UpstreamPlace =
  | {
      readonly kind: 'index';
      /** Root of the simple index, without credentials. */
      readonly url: string;
      readonly credentials: { readonly user: string; readonly password: SecretPlace } | null;
      /** Its XML-RPC, where that tells what has changed. */
      readonly changelog: { readonly url: string; readonly everySeconds: number } | null;
    }
  /** An absolute path on the host of the server: what bandersnatch fills, or a folder of sdists. */
  | { readonly kind: 'directory'; readonly path: string };

export type UpstreamFile = {
  readonly upstreams: readonly Upstream[];
  /** Projects of the company's own: their names are never said to an upstream. */
  readonly internal: ReadonlySet<ProjectName>;
  readonly watchLists: readonly WatchList[];
};

/** Reads the file of upstreams and watch lists (docs/mirror.md). */
export function parseUpstreamFile(file: DefinitionFile): Result<UpstreamFile, readonly FileProblem[]> {
  const read = parseDefinitionFile(file, upstreamFileSchema);
  return read.ok ? ok(read.value.value) : read;
}

const upstreamName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'an upstream is called by 1 to 40 of a-z, 0-9 and -');

const every = z.string().transform((text, context) => {
  const parsed = parseDuration(text);
  if (parsed.ok && parsed.value >= 10) return parsed.value;
  context.addIssue({ code: 'custom', message: parsed.ok ? 'must be 10s or more' : parsed.problem });
  return z.NEVER;
});

const address = (example: string) =>
  z
    .url({ protocol: /^https?$/, error: `must be an address such as ${example}` })
    .refine(
      (text) => URL.parse(text)?.password === '',
      'has credentials in it; give user and password as keys',
    );

const shared = {
  every: every.optional(),
  parallel: z
    .string()
    .regex(/^(?:[1-9]|1\d|2\d|3[0-2])$/, 'must be a number from 1 to 32')
    .transform(Number)
    .default(4),
  secret: secretPlace.optional(),
};

const indexUpstream = z
  .strictObject({
    ...shared,
    kind: z.literal('index'),
    url: address('https://pypi.example/simple/'),
    user: z.string().min(1).max(128).optional(),
    password: secretPlace.optional(),
    changelog: address('https://pypi.example/pypi').optional(),
    'changelog-every': every.default(60),
  })
  .transform(({ url, user, password, changelog, 'changelog-every': changelogSeconds, ...facts }) => ({
    place: {
      kind: 'index',
      url,
      credentials: user === undefined || password === undefined ? null : { user, password },
      changelog: changelog === undefined ? null : { url: changelog, everySeconds: changelogSeconds },
    } as const,
    // Where changes are told, the turns only find what was not.
    everySeconds: facts.every ?? (changelog === undefined ? 600 : 3600),
    parallel: facts.parallel,
    secret: facts.secret ?? null,
  }));

const directoryUpstream = z
  .strictObject({
    ...shared,
    kind: z.literal('directory'),
    path: z
      .string()
      .regex(/^\/[^\0]*$/, 'must be an absolute path')
      .max(1000),
  })
  .transform(({ path, every: everySeconds, parallel, secret }) => ({
    place: { kind: 'directory', path } as const,
    everySeconds: everySeconds ?? 600,
    parallel,
    secret: secret ?? null,
  }));

const upstream = z.preprocess(
  (facts) => (typeof facts === 'object' && facts !== null ? { kind: 'index', ...facts } : facts),
  z.discriminatedUnion('kind', [indexUpstream, directoryUpstream]),
);

const upstreamFileSchema = z
  .strictObject({
    upstreams: z.record(upstreamName, upstream),
    internal: z.array(projectName).max(10_000).default([]),
    'watch-lists': z.record(watchListName, watchListBody).default({}),
  })
  .transform(({ upstreams, internal, 'watch-lists': lists }): UpstreamFile => ({
    upstreams: Object.entries(upstreams).map(([name, facts]) => ({ name, ...facts })),
    internal: new Set(internal),
    watchLists: Object.entries(lists).map(([name, body]) => watchListOf(name, body)),
  }));
