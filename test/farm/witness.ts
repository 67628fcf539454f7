import { expect } from 'vitest';
import { sha256Of } from '../../src/domain/sha256.ts';
import { makerName } from '../../src/engine/image-reference.ts';
import { docker } from './docker.ts';
import type { TestFarm } from './open-test-farm.ts';
import { waitingWords } from './patient-sdist.ts';

type Reader = Pick<TestFarm, 'request' | 'show'>;

/** Waits for the one thing that a test is about. */
export const eventually = <Value>(look: () => Value, withinSeconds = 60) =>
  expect.poll(look, { timeout: withinSeconds * 1000, interval: 100 });

const farmFilter = (redisUrl: string): string => `label=wheelyard.farm=${sha256Of(redisUrl).slice(0, 16)}`;

/** The one sandbox that runs now in that farm for that attempt, once there is one. */
export async function sandboxOf(redisUrl: string, attempt: string): Promise<string> {
  let ids: readonly string[] = [];
  await eventually(async () => {
    const filters = ['--filter', farmFilter(redisUrl), '--filter', `label=wheelyard.attempt=${attempt}`];
    ids = (await docker('ps', '--quiet', '--no-trunc', ...filters)).split('\n').filter((id) => id !== '');
    return ids.length;
  }).toBe(1);
  return ids[0] ?? '';
}

/** Names of the attempts for which containers were made since then, one entry a container. */
export const sandboxesSince = (redisUrl: string, since: Date): Promise<readonly string[]> =>
  createdSince(since, { filter: farmFilter(redisUrl), attribute: 'wheelyard.attempt' });

/** Names of the containers in which an image was made since then. */
export const makersSince = (reference: string, since: Date): Promise<readonly string[]> =>
  createdSince(since, { filter: `container=${makerName(reference)}`, attribute: 'name' });

async function createdSince(
  since: Date,
  seen: { readonly filter: string; readonly attribute: string },
): Promise<readonly string[]> {
  const events = await docker(
    'events',
    `--since=${since.toISOString()}`,
    `--until=${new Date().toISOString()}`,
    '--filter=event=create',
    `--filter=${seen.filter}`,
    `--format={{index .Actor.Attributes "${seen.attribute}"}}`,
  );
  return events.split('\n').filter((value) => value !== '');
}

/** Waits until the build stands at its stage and waits for its sign. */
export async function untilItWaits(farm: Reader, build: number): Promise<void> {
  await eventually(async () =>
    (await farm.request('GET', `/api/builds/${build}/log?follow=no`)).text(),
  ).toContain(waitingWords);
}

/** Waits for the end of a build whatever happens to the farm meanwhile; its state, and the kinds of its attempts. */
export async function endOf(
  farm: Reader,
  build: number,
): Promise<{ readonly state: string; readonly attempts: readonly string[]; readonly path: string }> {
  await eventually(() => stateOf(farm, build), 90).toMatch(/^(succeeded|failed|blocked|cancelled)/);
  const { state, attempts } = await farm.show(build);
  return {
    state: await stateOf(farm, build),
    attempts: attempts.map(({ kind, outcome }) => `${kind}: ${outcome?.kind ?? 'none'}`),
    path: state.name === 'succeeded' ? state.path : '',
  };
}

/** The name of a build's state; of a failed one also why. */
export async function stateOf(farm: Reader, build: number): Promise<string> {
  const { state } = await farm.show(build);
  return state.name === 'failed' ? `failed: ${state.failure.sentence}` : state.name;
}

/** What each build is that went its way undisturbed, or as if. */
export const onceBuilt = {
  state: 'succeeded',
  attempts: ['build: built', 'verify: verified'],
  path: expect.stringMatching(/^\/files\/[0-9a-f]{64}\/.*\.whl$/),
};

/** File names that pip finds for a project. */
export async function indexed(farm: Reader, project: string): Promise<readonly string[]> {
  const reply = await farm.request('GET', `/index/debian-12-cp311-amd64/simple/${project}/`);
  const page = await reply.text();
  return [...page.matchAll(/>([^<]+\.whl)</g)].map(([, name]) => name ?? '');
}
