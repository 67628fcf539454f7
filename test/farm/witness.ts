import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { sha256Of } from '../../src/domain/sha256.ts';
import { docker } from './docker.ts';
import type { TestFarm } from './open-test-farm.ts';
import { waitingWords } from './patient-sdist.ts';

type Reader = Pick<TestFarm, 'request' | 'show'>;

/** Waits for the one thing that a test is about. */
export const eventually = <Value>(look: () => Value, withinSeconds = 120) =>
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

/** The labels and the name of a container that was made. */
export type Made = Readonly<Record<string, string>>;

/** Sees every container that is made from now on; asked afterwards, the engine remembers only the last 256 events of all. */
export async function watchContainers(): Promise<{ readonly made: readonly Made[] } & Disposable> {
  const made: Made[] = [];
  const child = spawn(
    'docker',
    ['events', '--since=1s', '--filter=event=create', '--format={{json .Actor.Attributes}}'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  createInterface(child.stdout).on('line', (line) => made.push(JSON.parse(line) as Made));
  // It watches once it tells of a container that is made for no other reason.
  const name = `wheelyard-witness-${process.pid}-${performance.now().toFixed()}`;
  const [image = ''] = (await docker('images', '--quiet', 'wheelyard/debian-12-cp311-amd64-runtime')).split(
    '\n',
  );
  await docker('create', '--name', name, image, 'true');
  await docker('rm', name);
  await eventually(() => made.map((container) => container['name'])).toContain(name);
  return { made, [Symbol.dispose]: () => void child.kill() };
}

/** Names of the attempts for which sandboxes were made, one entry a container. */
export const attemptsOf = (made: readonly Made[], redisUrl: string): readonly string[] =>
  made
    .filter((container) => container['wheelyard.farm'] === sha256Of(redisUrl).slice(0, 16))
    .flatMap((container) => container['wheelyard.attempt'] ?? []);

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
  await eventually(() => stateOf(farm, build), 150).toMatch(/^(succeeded|failed|blocked|cancelled)/);
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
