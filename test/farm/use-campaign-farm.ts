import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach } from 'vitest';
import type { BuildState } from '../../src/domain/build-state.ts';
import type { CampaignAction, CampaignId } from '../../src/domain/campaign.ts';
import type { PublisherName } from '../../src/domain/publisher.ts';
import type { Sha256 } from '../../src/domain/sha256.ts';
import { advanceCampaigns } from '../../src/farm/advance-campaigns.ts';
import { changeCampaign } from '../../src/farm/change-campaign.ts';
import { publishBuild } from '../../src/farm/publish-build.ts';
import type { Build } from '../../src/farm/records.ts';
import { reconcile } from '../../src/farm/reconcile.ts';
import { openArchives } from '../../src/python/archives.ts';
import { addBuildOf, bookworm } from '../contracts/catalogue-samples.ts';
import { keepFile } from '../python/write-archives.ts';
import { writeWheel } from '../python/write-wheel.ts';
import { openSchedulerFarm, type SchedulerFarm } from './scheduler-farm.ts';

export const wheelOne = 'one-1.0-py3-none-any.whl';
export const wheelTwo = 'two-1.0-py3-none-any.whl';
export const failed: BuildState = { name: 'failed', failure: { kind: 'no-wheel' }, inputs: null };

/** A farm in whose campaigns a test does what workers and people do, anew for each test. */
export function useCampaignFarm() {
  let folder = '';
  let farm: SchedulerFarm;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wy-atomic-'));
    farm = await openSchedulerFarm(folder);
  });

  afterEach(async () => {
    await farm.errandsDone();
    await farm.catalogue[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  /** A new process over the same folder. */
  async function restart(): Promise<void> {
    await farm.errandsDone();
    await farm.catalogue[Symbol.asyncDispose]();
    farm = await openSchedulerFarm(folder);
    await reconcile(farm);
    await look();
  }

  async function look(): Promise<void> {
    await advanceCampaigns(farm);
    await farm.errandsDone();
    await advanceCampaigns(farm);
    await farm.errandsDone();
  }

  /** A campaign over these builds, begun. */
  async function begin(builds: readonly Build[], atomic = true): Promise<CampaignId> {
    const { id } = await farm.catalogue.addCampaign(
      { cause: 'a test', target: bookworm, owner: 'anna', atomic },
      {
        at: 1,
        builds: builds.map(({ id: build, release, sdist }, place) => ({
          place,
          release,
          sdist,
          build,
          expectedMilliseconds: 1,
          requires: [],
          before: null,
          progress: { name: 'pending' },
        })),
      },
    );
    await look();
    return id;
  }

  async function move({ id }: Pick<Build, 'id'>, states: readonly BuildState[]): Promise<void> {
    for (const to of states)
      await farm.catalogue.moveBuild(id, { from: (await found(id)).state.name, to, at: 1 });
  }

  async function found(id: Build['id']): Promise<Build> {
    const build = await farm.catalogue.findBuild(id);
    if (build === null) throw new Error('the build is gone');
    return build;
  }

  const nameOf = async ({ id }: Pick<Build, 'id'>) => (await found(id)).state.name;
  const campaignState = async (id: CampaignId) => (await farm.catalogue.findCampaign(id))?.state;
  const change = async (id: CampaignId, action: CampaignAction): Promise<boolean> => {
    const changed = await changeCampaign(farm, { id, action });
    await look();
    return changed.ok;
  };

  /** A worker brings a wheel for the build, which is to be verified. */
  async function built({ id, release: { project } }: Build, content = 'x = 1\n'): Promise<Sha256> {
    const bytes = writeWheel({
      files: [{ name: `${project}/__init__.py`, content }],
      distInfo: `${project}-1.0.dist-info`,
      metadata: `Metadata-Version: 2.1\nName: ${project}\nVersion: 1.0\n`,
    });
    await using kept = await keepFile(`${project}-1.0-py3-none-any.whl`, bytes);
    const wheel = await openArchives().inspectWheel(kept.file);
    if (!wheel.ok) throw new Error(wheel.problem);
    await farm.blobs.put(Readable.from([bytes]));
    await farm.catalogue.addWheel(wheel.value, id, 1);
    const { sha256 } = wheel.value;
    await move({ id }, [
      { name: 'building', attempt: 'x' as never },
      { name: 'verifying', attempt: 'x' as never, wheel: sha256 },
    ]);
    return sha256;
  }

  /** The same, and it is verified and published. */
  async function bring(build: Build, content?: string): Promise<void> {
    const wheel = await built(build, content);
    await move(build, [{ name: 'publishing', wheel }]);
    await publishBuild(farm, build.id);
    await farm.errandsDone();
    await look();
  }

  const served = async (): Promise<readonly string[]> => {
    const projects = await farm.catalogue.listProjects([bookworm]);
    const files = await Promise.all(
      projects.map((project) => farm.catalogue.listFiles({ nodes: [bookworm], project })),
    );
    return files.flat().map(({ filename }) => filename);
  };

  /** How many files are on their way to whoever publishes all of the target. */
  const sentOn = () =>
    farm.catalogue.feedOutbox({ publisher: 'devpi' as PublisherName, nodes: [bookworm], limit: 10, at: 1 });

  const two = async () =>
    [await addBuildOf(farm.catalogue, 'one'), await addBuildOf(farm.catalogue, 'two')] as const;
  return {
    farm: () => farm,
    begin,
    bring,
    built,
    change,
    campaignState,
    found,
    look,
    move,
    nameOf,
    restart,
    sentOn,
    served,
    two,
  };
}
