import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { TargetName } from '../../src/domain/target.ts';
import { publishBuild } from '../../src/farm/publish-build.ts';
import { bookworm, projectNamed, sdistOf, trixie, wheelOf } from '../contracts/catalogue-samples.ts';
import { openSchedulerFarm, type SchedulerFarm } from './scheduler-farm.ts';

let folder = '';
let farm: SchedulerFarm;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-publish-'));
  farm = await openSchedulerFarm(folder);
});

afterEach(async () => {
  await farm.errandsDone();
  await farm.catalogue[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** A build of `name` that is about to publish a wheel without machine code; the wheel's bytes are the target's own. */
async function publishPure(
  name: string,
  of: { readonly target: TargetName; readonly nativeSources: readonly string[] },
): Promise<string> {
  const { target, nativeSources } = of;
  const sdist = sdistOf(name);
  await farm.catalogue.addSdist({ ...sdist, facts: { ...sdist.facts, nativeSources } }, 1);
  const wheel = {
    ...wheelOf(name),
    filename: `${name}-1.0-py3-none-any.whl`,
    sha256: sha256Of(`${name} on ${target}`),
    tags: [{ python: 'py3', abi: 'none', platform: 'any' }],
    extensions: [],
  };
  const { build } = await farm.catalogue.addBuild(
    {
      release: sdist.release,
      sdist: sdist.sha256,
      target,
      state: { name: 'publishing', wheel: wheel.sha256 },
      priority: 10,
      requestedBy: 'anna',
    },
    2,
  );
  await farm.catalogue.addWheel(wheel, build.id, 3);
  await publishBuild(farm, build.id);
  return (await farm.catalogue.findBuild(build.id))?.state.name ?? 'gone';
}

const nodesWith = async (name: string): Promise<readonly string[]> => {
  const nodes = [bookworm, trixie, 'pure'];
  const found = await Promise.all(
    nodes.map((node) => farm.catalogue.listFiles({ nodes: [node], project: projectNamed(name) })),
  );
  return nodes.filter((_, place) => found[place]?.length === 1);
};

test('a wheel without machine code of an sdist without native sources serves every target', async () => {
  expect(await publishPure('plain', { target: bookworm, nativeSources: [] })).toBe('succeeded');
  expect(await nodesWith('plain')).toEqual(['pure']);
});

test('a wheel without machine code of an sdist with native sources is its own on each target', async () => {
  const nativeSources = ['launcher.c'];
  expect(await publishPure('mixed', { target: bookworm, nativeSources })).toBe('succeeded');
  expect(await publishPure('mixed', { target: trixie, nativeSources })).toBe('succeeded');
  expect(await nodesWith('mixed')).toEqual([bookworm, trixie]);
});
