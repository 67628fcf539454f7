import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { AttemptView } from '../src/http/contract/attempt.ts';
import type { BuildDetail } from '../src/http/contract/build.ts';
import { openTestFarm } from '../test/farm/open-test-farm.ts';
import { countEach, printFigures, round } from './figures.ts';
import { fetchCorpus, keepLog, requestCorpus, workSecondsOf } from './corpus-builds.ts';
import { chooseSdists } from './read-corpus.ts';

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

function printBuild(build: BuildDetail): void {
  const { state, attempts, project, version, target } = build;
  const wheel = state.name === 'succeeded' ? state.filename : '';
  const cells = [project, version, target, sayState(build), workSecondsOf(build).toFixed(1), wheel];
  process.stdout.write(`${[...cells, linkedPackages(attempts), imports(attempts)].join(' | ')}\n`);
}

function sayState({ state }: BuildDetail): string {
  if (state.name === 'failed') return `${state.failure.kind}: ${state.failure.sentence}`;
  if (state.name === 'blocked') return `blocked: ${state.rule}`;
  return state.name === 'succeeded' && state.answeredBy !== null
    ? `by build ${state.answeredBy}`
    : state.name;
}

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

function printSum(ended: readonly BuildDetail[]): void {
  const built = ended.filter(({ state }) => state.name === 'succeeded').length;
  printFigures({
    built,
    of: ended.length,
    share: round(built / ended.length),
    states: countEach(ended.map(({ state }) => state.name)),
    failures: countEach(ended.flatMap(({ state }) => (state.name === 'failed' ? [state.failure.kind] : []))),
  });
}

const chosen = await chooseSdists(options);
const fetched = await fetchCorpus(chosen, join(root, '.wheelyard', 'sources'));
await using farm = await openTestFarm({
  findsPackages: true,
  environment: {
    WHEELYARD_RECIPES: join(root, 'recipes'),
    WHEELYARD_TARGETS: options.target?.join(',') ?? '',
    WHEELYARD_LIMIT_WALL: longestBuild,
  },
});
const ids: number[] = [];
for (const one of fetched) ids.push(...(await requestCorpus(farm, one, options.target ?? 'all')));
process.stdout.write('project | version | target | state | seconds | wheel | linked OS packages | imports\n');
const ended: BuildDetail[] = [];
for (const id of ids) {
  const { build } = await farm.follow(id, 4 * 60 * 60);
  printBuild(build);
  await keepLog(farm, build, options.logs);
  ended.push(build);
}
printSum(ended);
