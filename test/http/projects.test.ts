import { expect, test } from 'vitest';
import { IndexProjects } from '../../src/http/contract/index-node.ts';
import { ProjectView } from '../../src/http/contract/project.ts';
import { failedOutcome, projectNamed, queued, releaseOf, sdistOf } from '../contracts/catalogue-samples.ts';
import { bookworm, openFarm, trixie, type FarmUnderTest } from './farm-under-test.ts';
import { publish } from './publish.ts';
import { threeLevels } from './three-levels.ts';

const show = async (farm: FarmUnderTest, path: string): Promise<ProjectView> =>
  ProjectView.parse(await (await farm.ask(`/api/projects/${path}`)).json());

const versionsOf = ({ releases }: ProjectView) => releases.map(({ version }) => version);

async function addRelease(farm: FarmUnderTest, version: string) {
  const sdist = { ...sdistOf('lxml', version), release: releaseOf('lxml', version) };
  await farm.catalogue.addSdist(sdist, 1000);
  const wish = { release: sdist.release, sdist: sdist.sha256, priority: 10, requestedBy: 'anna' };
  const { build } = await farm.catalogue.addBuild({ ...wish, target: trixie.name, state: queued }, 2000);
  return build;
}

test('a project is told whole: releases, targets with what keeps them from a wheel, files, status, who asked', async () => {
  await using farm = await openFarm({ indexes: threeLevels() });
  const built = await publish(farm, { node: 'bookworm', name: 'lxml', target: bookworm.name });
  const failed = await addRelease(farm, '2.0');
  if (failedOutcome.kind !== 'failed') throw new Error('the sample has failed');
  const to = { name: 'failed', failure: failedOutcome.failure, inputs: null } as const;
  await farm.catalogue.moveBuild(failed.id, { from: 'queued', to, at: 3000 });
  const node = { node: 'oss', project: projectNamed('lxml') };
  await farm.catalogue.setProjectStatus(node, { status: 'deprecated', reason: 'use another' });
  await farm.catalogue.yankFile({ node: 'bookworm', filename: built.filename }, 'broken');
  const view = await show(farm, 'LXML');
  expect(view.releases).toMatchObject([
    { version: '2.0', sdist: { filename: 'lxml-2.0.tar.gz' }, builds: [{ state: 'failed' }], files: [] },
    {
      version: '1.0',
      builds: [{ id: built.build }],
      files: [{ index: 'bookworm', sha256: built.sha256, yanked: 'broken', build: built.build }],
    },
  ]);
  // What was taken back is no wheel that installers would choose.
  expect(view.targets).toMatchObject([
    { name: bookworm.name, isOffered: true, wheel: null, build: { version: '1.0' } },
    { name: trixie.name, wheel: null, build: { version: '2.0', state: { name: 'failed' } } },
  ]);
  await farm.catalogue.yankFile({ node: 'bookworm', filename: built.filename }, null);
  expect((await show(farm, 'lxml')).targets[0]?.wheel).toEqual({ version: '1.0', filename: built.filename });
  expect(view.statuses).toEqual([{ index: 'oss', status: 'deprecated', reason: 'use another' }]);
  expect(view.requesters).toMatchObject([{ name: 'anna', builds: 2, newestAt: 2000 }]);
});

test('releases come newest first, a page at a time, by their meaning and not by their letters', async () => {
  await using farm = await openFarm();
  for (const version of ['1.9', '1.10', '2.0rc1', '1.2']) await addRelease(farm, version);
  const first = await show(farm, 'lxml?limit=2');
  expect([versionsOf(first), first.next]).toEqual([['2.0rc1', '1.10'], '1.10']);
  const second = await show(farm, `lxml?limit=2&before=${first.next ?? ''}`);
  expect([versionsOf(second), second.next]).toEqual([['1.9', '1.2'], null]);
});

test('a name that nobody knows, or that is none, is refused in a sentence', async () => {
  await using farm = await openFarm();
  expect((await farm.ask('/api/projects/unheard-of')).status).toBe(404);
  for (const name of ['-', 'a%00b', '%22', 'x'.repeat(200)])
    expect([name.slice(0, 9), (await farm.ask(`/api/projects/${name}`)).status]).toEqual([
      name.slice(0, 9),
      400,
    ]);
});

test('the projects of an index come page by page, with how many files, and are filtered by their name', async () => {
  await using farm = await openFarm({ indexes: threeLevels() });
  for (const name of ['lxml', 'types-lxml', 'six'])
    await publish(farm, { node: 'oss', name, target: bookworm.name });
  await publish(farm, { node: 'bookworm', name: 'lxml', version: '2.0', target: bookworm.name });
  await publish(farm, { node: 'oss', name: 'acme-core', target: bookworm.name });
  const list = async (path: string): Promise<IndexProjects> =>
    IndexProjects.parse(await (await farm.ask(`/api/index/${path}`)).json());
  expect(await list('bookworm/projects?limit=2')).toEqual({
    projects: [{ project: 'lxml', files: 2 }],
    next: 'lxml',
  });
  expect((await list('bookworm/projects?limit=2&after=lxml')).projects).toEqual([
    { project: 'six', files: 1 },
    { project: 'types-lxml', files: 1 },
  ]);
  expect((await list('team-a/projects?name=LXM')).projects.map(({ project }) => project)).toEqual([
    'lxml',
    'types-lxml',
  ]);
  expect((await list('team-a/projects?name=ly')).projects).toEqual([]);
  expect((await farm.ask('/api/index/nowhere/projects')).status).toBe(404);
});
