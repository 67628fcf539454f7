import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { BuildDetail } from '../src/http/contract/build.ts';
import { LearnedRecipeList, type LearnedRecipeView } from '../src/http/contract/learned-recipe.ts';
import { openTestFarm, type TestFarm } from '../test/farm/open-test-farm.ts';
import { fetchCorpus, requestCorpus, keepLog, workSecondsOf, type FetchedSdist } from './corpus-builds.ts';
import { countEach, median, printFigures, round, say } from './figures.ts';
import { openPoolIndex } from './pool-index.ts';
import { chooseSdists } from './read-corpus.ts';

/*
 * How many real sdists become verified wheels with no recipe at all: every archive of the corpus that the mirror has, on
 * two targets, the folder of recipes empty. What the farm then learned is held against what the distribution's own
 * packaging builds the same version with. A second run in the same farm asks for all that was built once more.
 *
 *   node bench/zero-metadata.ts [--corpus file] [--only name,name] [--layout sdist|tree] [--target t]... [--logs folder] [--once]
 */
const root = resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    corpus: { type: 'string', default: resolve(root, '..', 'shared', 'corpus', 'sdists.json') },
    only: { type: 'string' },
    layout: { type: 'string' },
    target: { type: 'string', multiple: true, default: ['debian-12-cp311-amd64', 'debian-13-cp313-amd64'] },
    logs: { type: 'string' },
    /** Without the second run. */
    once: { type: 'boolean', default: false },
  },
});
const longestBuild = '15min';

/** Failures that say that this source can't become a wheel on this Python without the network, whatever is installed. */
const notBuildable: ReadonlySet<string> = new Set([
  'python-too-new',
  'python-too-old',
  'removed-module',
  'needs-network',
]);

const truthSchema = z.array(
  z.object({
    project: z.string(),
    version: z.string(),
    debianBuildDepends: z.record(z.string(), z.array(z.string())).nullish(),
  }),
);
const suiteOf: Readonly<Record<string, string>> = {
  'debian-11-cp39-amd64': 'bullseye',
  'debian-12-cp311-amd64': 'bookworm',
  'debian-13-cp313-amd64': 'trixie',
};

async function runAll(farm: TestFarm, fetched: readonly FetchedSdist[]): Promise<readonly BuildDetail[]> {
  const ids: number[] = [];
  for (const one of fetched) ids.push(...(await requestCorpus(farm, one, options.target)));
  const ended: BuildDetail[] = [];
  for (const id of new Set(ids)) {
    const { build } = await farm.follow(id, 6 * 60 * 60);
    await keepLog(farm, build, options.logs);
    say(`${ended.length + 1}/${ids.length} ${describe(build)}`);
    ended.push(build);
  }
  return ended;
}

const buildAttempts = ({ attempts }: BuildDetail): BuildDetail['attempts'] =>
  attempts.filter(({ kind }) => kind === 'build');

function describe(build: BuildDetail): string {
  const { state } = build;
  const found = buildAttempts(build)
    .at(-1)
    ?.found.map((each) => each.package)
    .join(' ');
  const why =
    state.name === 'failed'
      ? `${state.failure.kind}: ${state.failure.sentence}`
      : state.name === 'blocked'
        ? state.rule
        : '';
  const cells = [
    build.project,
    build.version,
    build.target,
    state.name,
    `${buildAttempts(build).length} attempts`,
  ];
  return [...cells, workSecondsOf(build).toFixed(1), found ?? '', why].join(' | ');
}

function figuresOf(ended: readonly BuildDetail[]): Readonly<Record<string, unknown>> {
  const built = ended.filter(({ state }) => state.name === 'succeeded');
  // A pure wheel answers the other targets: it took no attempt of theirs.
  const own = built.filter((build) => buildAttempts(build).length > 0);
  const blocked = ended.filter(({ state }) => state.name === 'blocked').length;
  const kinds = ended.flatMap(({ state }) => (state.name === 'failed' ? [state.failure.kind] : []));
  const buildable = ended.length - blocked - kinds.filter((kind) => notBuildable.has(kind)).length;
  return {
    share: round(built.length / buildable),
    built: built.length,
    buildable,
    of: ended.length,
    blocked,
    failures: countEach(kinds),
    unknownShare: round(kinds.filter((kind) => kind === 'unknown').length / Math.max(1, kinds.length)),
    attemptsPerSuccess: round(
      own.reduce((sum, build) => sum + buildAttempts(build).length, 0) / Math.max(1, own.length),
    ),
    oneAttempt: round(
      own.filter((build) => buildAttempts(build).length === 1).length / Math.max(1, own.length),
    ),
    medianSecondsToGreen: round(median(own.map(workSecondsOf))),
  };
}

/** What was learned, against the `-dev` packages that the distribution's packaging of that version names. */
async function compareWithTruth(
  farm: TestFarm,
  built: readonly BuildDetail[],
): Promise<Readonly<Record<string, unknown>>> {
  const truth = truthSchema.parse(JSON.parse(await readFile(options.corpus, 'utf8')));
  const learned = await listLearned(farm);
  let found = 0;
  let named = 0;
  let both = 0;
  let compared = 0;
  for (const build of built) {
    const entry = truth.find(
      ({ project, version }) => project === build.project && version === build.version,
    );
    const wanted = entry?.debianBuildDepends?.[suiteOf[build.target] ?? ''];
    if (wanted === undefined) continue;
    const recipe = learned.find(
      ({ project, target }) => project === build.project && target === build.target,
    );
    const packages =
      recipe?.packages.map((each) => each.package).filter((name) => name.endsWith('-dev')) ?? [];
    compared += 1;
    found += packages.length;
    named += wanted.length;
    both += packages.filter((name) => wanted.includes(name)).length;
  }
  return {
    compared,
    precision: round(both / Math.max(1, found)),
    recall: round(both / Math.max(1, named)),
  };
}

async function listLearned(farm: TestFarm): Promise<readonly LearnedRecipeView[]> {
  const all: LearnedRecipeView[] = [];
  for (let after: string | null = ''; after !== null;) {
    const query: string = after === '' ? '' : `?after=${encodeURIComponent(after)}`;
    const reply = await farm.request('GET', `/api/learned-recipes${query}`);
    const page: LearnedRecipeList = LearnedRecipeList.parse(await reply.json());
    all.push(...page.recipes);
    after = page.next;
  }
  return all;
}

/** The farm forgets the builds that people asked for, with their wheels; what it learned, and the wheels of build requirements, stay. */
function forgetBuilds(folder: string, asked: readonly BuildDetail[]): void {
  using database = new DatabaseSync(join(folder, 'catalogue.db'));
  database.exec('pragma foreign_keys = off');
  const required = new Set(
    database
      .prepare(`select id from builds where requested_by like 'build %'`)
      .all()
      .map(({ id }) => Number(id)),
  );
  for (const { id } of asked) {
    if (required.has(id)) continue;
    for (const [table, column] of [
      ['index_files', 'build'],
      ['wheels', 'build'],
      ['attempts', 'build'],
      ['builds', 'id'],
    ] as const)
      database.prepare(`delete from ${table} where ${column} = ?`).run(id);
  }
}

const chosen = await chooseSdists(options);
const fetched = await fetchCorpus(chosen, join(root, '.wheelyard', 'sources'));
if (fetched.length * 2 < chosen.length) throw new Error('the mirror has fewer than half of the archives');
await using upstream = await openPoolIndex(join(root, '.wheelyard', 'pool'));
const environment = {
  WHEELYARD_TARGETS: options.target.join(','),
  WHEELYARD_LIMIT_WALL: longestBuild,
  WHEELYARD_UPSTREAM_INDEXES: upstream.url,
};
const folder = await mkdtemp(join(tmpdir(), 'wy-'));
await using stack = new AsyncDisposableStack();
stack.defer(() => rm(folder, { recursive: true, force: true }));

const first = await withFarm(async (farm) => {
  const ended = await runAll(farm, fetched);
  const built = ended.filter(({ state }) => state.name === 'succeeded');
  return { ended, built, figures: { ...figuresOf(ended), ...(await compareWithTruth(farm, built)) } };
});
if (options.once) printFigures(first.figures);
else {
  say(JSON.stringify(first.figures));
  forgetBuilds(folder, first.built);
  const passed = new Set(first.built.map(({ sdist }) => sdist));
  const files = fetched.filter(({ sdist }) => passed.has(sdist.sha256));
  const again = await withFarm((farm) => runAll(farm, files));
  const second = figuresOf(again.filter((build) => first.built.some((one) => isSame(one, build))));
  printFigures({ ...first.figures, second });
}

function isSame(one: BuildDetail, other: BuildDetail): boolean {
  return one.sdist === other.sdist && one.target === other.target;
}

async function withFarm<T>(work: (farm: TestFarm) => Promise<T>): Promise<T> {
  await using farm = await openTestFarm({ environment, folder, findsPackages: true });
  return await work(farm);
}
