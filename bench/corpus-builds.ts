import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildDetail } from '../src/http/contract/build.ts';
import type { TestFarm } from '../test/farm/open-test-farm.ts';
import { say } from './figures.ts';
import { fetchMirrorSdist } from './mirror-sdist.ts';
import { explainUnusable, type CorpusSdist } from './read-corpus.ts';

export type FetchedSdist = { readonly sdist: CorpusSdist; readonly file: string };

/** Fetches what the mirror has into `cache`; says what it has not, and why. */
export async function fetchCorpus(
  sdists: readonly CorpusSdist[],
  cache: string,
): Promise<readonly FetchedSdist[]> {
  const fetched: FetchedSdist[] = [];
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

/** Ids of the builds; none, and a word why, where intake refused the archive. */
export async function requestCorpus(
  farm: TestFarm,
  { sdist, file }: FetchedSdist,
  targets: readonly string[] | 'all',
): Promise<readonly number[]> {
  const { project: name, version, layout } = sdist;
  try {
    // What an archive says of itself stands: html5lib 1.2 is html5lib-modern in truth.
    const claim = layout === 'tree' ? { name, version } : {};
    return [...(await farm.build(file, targets, claim)).values()];
  } catch (error) {
    say(`skipped ${name} ${version}: ${String(error)}`);
    return [];
  }
}

/** Keeps the log of a build that failed, for reading afterwards. */
export async function keepLog(farm: TestFarm, build: BuildDetail, folder: string | undefined): Promise<void> {
  if (folder === undefined || build.state.name !== 'failed') return;
  const reply = await fetch(`${farm.url}/api/builds/${build.id}/log`, { headers: { accept: 'text/plain' } });
  await mkdir(folder, { recursive: true });
  const name = `${build.project}-${build.version}-${build.target}.log`;
  await writeFile(join(folder, name), Buffer.from(await reply.arrayBuffer()));
}

/** Time that workers spent on a build, images included. */
export const workSecondsOf = ({ attempts }: Pick<BuildDetail, 'attempts'>): number =>
  attempts.reduce((sum, { outcome }) => {
    const evidence = outcome?.evidence;
    return sum + (evidence === undefined ? 0 : (evidence.endedAt - evidence.startedAt) / 1000);
  }, 0);
