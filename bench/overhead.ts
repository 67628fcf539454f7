import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openTestFarm } from '../test/farm/open-test-farm.ts';
import { nameImage } from '../setup/image-name.ts';
import { bareBuild } from './bare-build.ts';
import { median, printFigures, round, say, secondsOf } from './figures.ts';
import { fetchMirrorSdist, type MirrorSdist } from './mirror-sdist.ts';

/*
 * What the farm costs: wall time from the request of one small build (MarkupSafe) until its wheel stands in the index,
 * verified, against a bare container with the same sdist in the same image. Both warm, in turn, in one run.
 */
const target = 'debian-12-cp311-amd64';
const rounds = Number(process.argv[2] ?? 7);
const measured: MirrorSdist = {
  project: 'markupsafe',
  version: '2.1.5',
  poolPath: 'pool/main/m/markupsafe/markupsafe_2.1.5.orig.tar.gz',
  sha256: 'd283d37a890ba4c1ae73ffadf8046435c76e7bc2247bbb63c00bd1a709c6544b',
};
const warming: MirrorSdist = {
  project: 'markupsafe',
  version: '2.1.2',
  poolPath: 'pool/main/m/markupsafe/markupsafe_2.1.2.orig.tar.gz',
  sha256: 'abcabc8c2b26036d62d4c746381a6f7cf60aafcc653198ad678306986b09450d',
};

const cache = resolve(import.meta.dirname, '..', '.wheelyard', 'sources');
const sdist = await fetchMirrorSdist(measured, cache);
const warmer = await fetchMirrorSdist(warming, cache);
const farmSeconds: number[] = [];
const bareSeconds: number[] = [];

for (let turn = 0; turn < rounds; turn++) {
  await using farm = await openTestFarm({ environment: { WHEELYARD_TARGETS: target } });
  const buildOne = async (file: string): Promise<void> => {
    const [id] = (await farm.build(file, [target])).values();
    const { build } = await farm.follow(id ?? 0);
    if (build.state.name !== 'succeeded')
      throw new Error(`build ${id} of ${file}: ${JSON.stringify(build.state)}`);
  };
  await buildOne(warmer);
  const image = await nameImage(target, 'build');
  const folder = await mkdtemp(join(tmpdir(), 'wy-bare-'));
  const bare = await secondsOf(() => bareBuild({ image, sdist, folder }));
  const farmed = await secondsOf(() => buildOne(sdist));
  await rm(folder, { recursive: true });
  bareSeconds.push(bare);
  farmSeconds.push(farmed);
  say(`round ${turn + 1}: farm ${farmed.toFixed(2)} s, bare ${bare.toFixed(2)} s`);
}

const ratios = farmSeconds.map((seconds, turn) => seconds / (bareSeconds[turn] ?? Number.NaN));
printFigures({
  ratio: round(median(ratios)),
  ratioLeast: round(Math.min(...ratios)),
  ratioMost: round(Math.max(...ratios)),
  farmSeconds: round(median(farmSeconds)),
  bareSeconds: round(median(bareSeconds)),
  rounds,
});
