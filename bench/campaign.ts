import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import type { BuildDetail } from '../src/http/contract/build.ts';
import { CampaignDetail, CampaignList, CampaignPreview } from '../src/http/contract/campaign.ts';
import { openTestFarm, type TestFarm } from '../test/farm/open-test-farm.ts';
import { fetchCorpus, requestCorpus, workSecondsOf } from './corpus-builds.ts';
import { countEach, printFigures, round, say } from './figures.ts';
import { openPoolIndex } from './pool-index.ts';
import { chooseSdists } from './read-corpus.ts';

/*
 * What a campaign for a new OS release comes to: real projects are built on one target, and `wheelyard rebuild
 * --from-target` has all that it serves built for the next. Prints the command's own report, and what it took against the
 * estimate and against what no order beats.
 *
 *   node bench/campaign.ts [--corpus file] [--only name,name] [--from target] [--to target] [--slots n]
 */
const root = resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    corpus: { type: 'string', default: resolve(root, '..', 'shared', 'corpus', 'sdists.json') },
    only: { type: 'string' },
    from: { type: 'string', default: 'debian-12-cp311-amd64' },
    to: { type: 'string', default: 'debian-13-cp313-amd64' },
    slots: { type: 'string', default: '2' },
  },
});

/** With machine code, small, and with build requirements that the older distribution packages: a campaign is what is measured. */
const projects = `
  brotlicffi 1.1.0.0, ciso8601 2.3.3, cmarkgfm 2024.11.20, crc32c 2.7.1, espeak 0.5,
  fuse-python 1.0.9, gmpy2 2.2.1, hidapi 0.14.0.post4, lmdb 1.4.1, lxml 4.9.2,
  markupsafe 2.1.5, mysqlclient 1.4.6, psutil 7.1.0, xattr 0.10.1, pykerberos 1.1.14,
  pylibacl 0.7.2, pyrsistent 0.20.0, pyscard 2.3.1, pysmbc 1.0.25.1, python-ldap 3.4.4,
  python-lzo 1.15, python-prctl 1.8.1, pyxattr 0.8.1, pyyaml 6.0.2, rcssmin 1.1.2,
  rjsmin 1.2.0, ssdeep 3.4.1, systemd-python 235, sysv-ipc 1.1.0, websockets 15.0.1`
  .trim()
  .split(/,\s*/);

const chosen = (await chooseSdists(options)).filter(({ project, version }) =>
  projects.includes(`${project} ${version}`),
);
const fetched = await fetchCorpus(chosen, join(root, '.wheelyard', 'sources'));
await using upstream = await openPoolIndex(join(root, '.wheelyard', 'pool'));
await using farm = await openTestFarm({
  findsPackages: true,
  environment: {
    WHEELYARD_TARGETS: `${options.from},${options.to}`,
    WHEELYARD_RECIPES: join(root, 'recipes'),
    WHEELYARD_WORKER_SLOTS: options.slots,
    WHEELYARD_LIMIT_WALL: '10min',
    WHEELYARD_UPSTREAM_INDEXES: upstream.url,
  },
});

const ids: number[] = [];
for (const one of fetched) ids.push(...(await requestCorpus(farm, one, [options.from])));
const before = await followAll(farm, ids);
const wish = ['rebuild', '--target', options.to, '--from-target', options.from, '--slots', options.slots];
const preview = CampaignPreview.parse(JSON.parse(await runCommand(farm, [...wish, '--dry-run', '--json'])));
process.stdout.write(await runCommand(farm, [...wish, '--dry-run']));
await runCommand(farm, [...wish, '--cause', `what ${options.from} serves, for ${options.to}`]);
const [campaign] = CampaignList.parse(await (await farm.request('GET', '/api/campaigns')).json()).campaigns;
if (campaign === undefined) throw new Error('no campaign was begun');
const over = await awaitEnd(farm, campaign.id);
process.stdout.write(await runCommand(farm, ['campaign', String(over.id)]));
const after: BuildDetail[] = [];
for (const { build } of over.builds) if (build !== null) after.push(await farm.show(build));
for (const build of after) process.stdout.write(`${describe(build)}\n`);

const seconds = after.map(workSecondsOf);
const work = seconds.reduce((sum, one) => sum + one, 0);
const bound = Math.max(...seconds, work / Number(options.slots));
const makespan = ((over.endedAt ?? 0) - over.createdAt) / 1000;
const { published, changed, unchanged, failed } = over.results;
printFigures({
  ratio: round(makespan / bound),
  makespanSeconds: round(makespan),
  boundSeconds: round(bound),
  estimatedSeconds: round(preview.estimate.makespanMilliseconds / 1000),
  estimatedBoundSeconds: round(preview.estimate.lowerBoundMilliseconds / 1000),
  slots: Number(options.slots),
  before: countEach(before.map(({ state }) => state.name)),
  builds: over.builds.length,
  built: published + changed + unchanged,
  failed,
  worse: over.worse.length,
  failures: countEach(after.flatMap(({ state }) => (state.name === 'failed' ? [state.failure.kind] : []))),
});

async function followAll(from: TestFarm, builds: readonly number[]): Promise<readonly BuildDetail[]> {
  const ended: BuildDetail[] = [];
  for (const id of builds) {
    const { build } = await from.follow(id, 2 * 60 * 60);
    say(`${ended.length + 1}/${builds.length} ${describe(build)}`);
    ended.push(build);
  }
  return ended;
}

async function awaitEnd(from: TestFarm, id: number): Promise<CampaignDetail> {
  for (let told = -1; ;) {
    const detail = CampaignDetail.parse(await (await from.request('GET', `/api/campaigns/${id}`)).json());
    if (detail.state === 'over') return detail;
    const { over: done } = detail.progress;
    if (done !== told) say(`${done} of ${detail.builds.length} over`);
    told = done;
    await pause(2000);
  }
}

function describe(build: BuildDetail): string {
  const { state, project, version, target } = build;
  const why =
    state.name === 'failed' ? state.failure.sentence : state.name === 'succeeded' ? state.filename : '';
  return [project, version, target, state.name, workSecondsOf(build).toFixed(1), why].join(' | ');
}

/** The command line, as an operator has it. */
async function runCommand(from: TestFarm, words: readonly string[]): Promise<string> {
  const program = join(root, 'src', 'wheelyard.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...words, '--url', from.url], {
    env: { ...process.env, WHEELYARD_TOKEN: from.token },
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}
