import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Build } from '../../src/farm/records.ts';
import { rebuildBuild } from '../../src/farm/change-build.ts';
import { findRequirementWheels } from '../../src/farm/find-requirement-wheels.ts';
import { publishBuild } from '../../src/farm/publish-build.ts';
import { openArchives } from '../../src/python/archives.ts';
import { addBuildOf, bookworm, projectNamed } from '../contracts/catalogue-samples.ts';
import { bookworm as target } from '../domain/examples.ts';
import { keepFile, type ZipMember } from '../python/write-archives.ts';
import { writeWheel } from '../python/write-wheel.ts';
import { openSchedulerFarm, type SchedulerFarm } from './scheduler-farm.ts';

let folder = '';
let farm: SchedulerFarm;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-rebuild-'));
  farm = await openSchedulerFarm(folder);
});

afterEach(async () => {
  await farm.errandsDone();
  await farm.catalogue[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const plain = 'demo-1.0-py3-none-any.whl';
const files = async (): Promise<readonly string[]> =>
  (await farm.catalogue.listFiles({ nodes: [bookworm], project: projectNamed('demo') })).map(
    ({ filename }) => filename,
  );

/** What a worker brings back once more for the build, published. */
async function publish(build: Build, members: readonly ZipMember[]): Promise<Build> {
  const content = writeWheel({ files: members });
  await using kept = await keepFile(plain, content);
  const wheel = await openArchives().inspectWheel(kept.file);
  if (!wheel.ok) throw new Error(wheel.problem);
  await farm.blobs.put(Readable.from([content]));
  await farm.catalogue.addWheel(wheel.value, build.id, 1);
  for (const step of [
    { from: 'queued', to: { name: 'building', attempt: 'x' as never } },
    { from: 'building', to: { name: 'verifying', attempt: 'x' as never, wheel: wheel.value.sha256 } },
    { from: 'verifying', to: { name: 'publishing', wheel: wheel.value.sha256 } },
  ] as const)
    await farm.catalogue.moveBuild(build.id, { ...step, at: 1 });
  await publishBuild(farm, build.id);
  await farm.errandsDone();
  return found(build);
}

async function found({ id }: Build): Promise<Build> {
  const build = await farm.catalogue.findBuild(id);
  if (build === null) throw new Error('the build is gone');
  return build;
}

const moduleOf = (content: string): ZipMember => ({ name: 'demo/__init__.py', content });

test('a rebuilt wheel that installs the same publishes nothing, one that differs gets the next build tag', async () => {
  const build = await addBuildOf(farm.catalogue, 'demo');
  const first = await publish(build, [moduleOf('x = 1\n')]);
  expect(first.state).toMatchObject({ name: 'succeeded', filename: plain, rebuilt: null });

  expect(await rebuildBuild(farm, build.id)).toMatchObject({
    ok: true,
    value: { state: { name: 'queued' } },
  });
  expect(await files()).toEqual([plain]);
  const packedOtherwise: ZipMember = { ...moduleOf('x = 1\n'), method: 8 };
  expect((await publish(build, [packedOtherwise])).state).toEqual({ ...first.state, rebuilt: 'unchanged' });
  expect(await files()).toEqual([plain]);

  const tagged = 'demo-1.0-1-py3-none-any.whl';
  await rebuildBuild(farm, build.id);
  const changed = await publish(build, [moduleOf('x = 2\n')]);
  expect(changed.state).toMatchObject({ name: 'succeeded', filename: tagged, rebuilt: 'changed' });
  expect(await files()).toEqual([tagged, plain]);

  // Back to what the very first was: that one stands behind the tagged one, so it needs a tag of its own.
  await rebuildBuild(farm, build.id);
  const back = await publish(build, [moduleOf('x = 1\n')]);
  expect(back.state).toMatchObject({ filename: 'demo-1.0-2-py3-none-any.whl', rebuilt: 'changed' });
  const wheels = await findRequirementWheels(farm, { target, requirements: ['demo'], campaign: null });
  expect(wheels.get(projectNamed('demo'))?.filename).toBe('demo-1.0-2-py3-none-any.whl');
});

test('a build that has not succeeded can be retried, not rebuilt', async () => {
  const build = await addBuildOf(farm.catalogue, 'demo');
  expect(await rebuildBuild(farm, build.id)).toMatchObject({
    ok: false,
    problem: { kind: 'not-possible', action: 'rebuild' },
  });
});
