import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { AttemptView } from '../src/http/contract/attempt.ts';
import type { BuildDetail } from '../src/http/contract/build.ts';
import { openTestFarm, type TestFarm } from '../test/farm/open-test-farm.ts';
import { printFigures, round, say } from './figures.ts';
import { fetchMirrorSdist } from './mirror-sdist.ts';
import { explainUnusable, readCorpus, type CorpusSdist } from './read-corpus.ts';

/*
 * What the farm makes of real projects: builds upstream archives that Debian's source pool carries, with the recipes of
 * this repository, and says of each on each target what became of it.
 *
 *   node bench/corpus.ts [--corpus file] [--only name,name] [--layout sdist|tree] [--target t]... [--logs folder]
 *
 * `--logs` keeps the log of every build that failed.
 */
const root = resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    corpus: { type: 'string', default: resolve(root, '..', 'shared', 'corpus', 'sdists.json') },
    only: { type: 'string' },
    layout: { type: 'string' },
    target: { type: 'string', multiple: true },
    logs: { type: 'string' },
  },
});
const longestBuild = '20min';

async function fetchAll(
  sdists: readonly CorpusSdist[],
): Promise<readonly { readonly sdist: CorpusSdist; readonly file: string }[]> {
  const cache = join(root, '.wheelyard', 'sources');
  const fetched: { sdist: CorpusSdist; file: string }[] = [];
  for (const sdist of sdists) {
    const why = explainUnusable(sdist);
    try {
      if (why !== null) throw new Error(why);
      fetched.push({ sdist, file: await fetchMirrorSdist(sdist, cache) });
    } catch (error) {
      say(`skipped ${sdist.project} ${sdist.version}: ${String(error)}`);
    }
  }
  return fetched;
}

/** Ids of the builds, or why intake refused the archive. */
async function request(
  farm: TestFarm,
  { sdist, file }: { readonly sdist: CorpusSdist; readonly file: string },
): Promise<readonly number[]> {
  const { project: name, version, layout } = sdist;
  try {
    // What an archive says of itself stands: html5lib 1.2 is html5lib-modern in truth.
    const claim = layout === 'tree' ? { name, version } : {};
    return [...(await farm.build(file, options.target ?? 'all', claim)).values()];
  } catch (error) {
    say(`skipped ${name} ${version}: ${String(error)}`);
    return [];
  }
}

function printBuild(build: BuildDetail): void {
  const { state, attempts, project, version, target } = build;
  const wheel = state.name === 'succeeded' ? state.filename : '';
  const cells = [project, version, target, sayState(build), secondsOf(attempts), wheel];
  process.stdout.write(`${[...cells, linkedPackages(attempts), imports(attempts)].join(' | ')}\n`);
}

function sayState({ state }: BuildDetail): string {
  if (state.name === 'failed') return `${state.failure.kind}: ${state.failure.sentence}`;
  if (state.name === 'blocked') return `blocked: ${state.rule}`;
  return state.name === 'succeeded' && state.answeredBy !== null
    ? `by build ${state.answeredBy}`
    : state.name;
}

/** Time that workers spent on it, images included. */
const secondsOf = (attempts: readonly AttemptView[]): string =>
  attempts
    .map(({ outcome }) => (outcome === null ? 0 : outcome.evidence.endedAt - outcome.evidence.startedAt))
    .reduce((sum, milliseconds) => sum + milliseconds / 1000, 0)
    .toFixed(1);

const linkedPackages = (attempts: readonly AttemptView[]): string =>
  [...new Set(attempts.flatMap(({ outcome }) => Object.values(outcome?.evidence.linkedLibraries ?? {})))]
    .filter((name) => name !== 'libc6')
    .sort()
    .join(' ');

const imports = (attempts: readonly AttemptView[]): string =>
  attempts
    .flatMap(({ outcome }) => outcome?.evidence.imports ?? [])
    .map((tried) =>
      tried.result === 'imported' ? tried.module : `${tried.module} (lacks ${tried.dependency})`,
    )
    .join(' ');

async function keepLog(farm: TestFarm, build: BuildDetail): Promise<void> {
  if (options.logs === undefined || build.state.name !== 'failed') return;
  const reply = await fetch(`${farm.url}/api/builds/${build.id}/log`, { headers: { accept: 'text/plain' } });
  await mkdir(options.logs, { recursive: true });
  const name = `${build.project}-${build.version}-${build.target}.log`;
  await writeFile(join(options.logs, name), Buffer.from(await reply.arrayBuffer()));
}

const count = (names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...new Set(names)].sort().map((name) => [name, names.filter((one) => one === name).length]),
  );

function printSum(ended: readonly BuildDetail[]): void {
  const built = ended.filter(({ state }) => state.name === 'succeeded').length;
  printFigures({
    built,
    of: ended.length,
    share: round(built / ended.length),
    states: count(ended.map(({ state }) => state.name)),
    failures: count(ended.flatMap(({ state }) => (state.name === 'failed' ? [state.failure.kind] : []))),
  });
}

const corpus = await readCorpus(options.corpus);
if (corpus === null) {
  say(`skipped: there is no list of archives at ${options.corpus}`);
  process.exit(0);
}
const names = options.only?.split(',').map((name) => name.trim());
const chosen = corpus.filter(
  ({ project, layout }) =>
    names?.includes(project) !== false && (options.layout === undefined || options.layout === layout),
);
const fetched = await fetchAll(chosen);
await using farm = await openTestFarm({
  environment: {
    WHEELYARD_RECIPES: join(root, 'recipes'),
    WHEELYARD_TARGETS: options.target?.join(',') ?? '',
    WHEELYARD_LIMIT_WALL: longestBuild,
  },
});
const ids: number[] = [];
for (const one of fetched) ids.push(...(await request(farm, one)));
process.stdout.write('project | version | target | state | seconds | wheel | linked OS packages | imports\n');
const ended: BuildDetail[] = [];
for (const id of ids) {
  const { build } = await farm.follow(id, 4 * 60 * 60);
  printBuild(build);
  await keepLog(farm, build);
  ended.push(build);
}
printSum(ended);
