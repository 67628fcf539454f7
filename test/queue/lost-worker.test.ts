import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { attemptId, eventually, openBench, openYard, outcomeOf, planOf, platform, ready } from './yard.ts';

const id = attemptId('17.2');

/** A worker in a process of its own that has begun the attempt and is then killed as by the kernel. */
async function loseWorker(url: string, name: string): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'worker-process.ts'), url, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [begun] = (await once(createInterface(child.stdout), 'line')) as [string];
  expect(begun).toBe(id);
  child.kill('SIGKILL');
  await exited;
}

describe('a worker that is killed', () => {
  it('costs an attempt, never the build: another one runs it again by itself', async () => {
    await using yard = await openYard();
    await yard.dispatcher.dispatch(planOf(id), { platform, priority: 3 });
    await loseWorker(yard.redis.url, 'killed');
    const bench = openBench();
    bench.finish(id, outcomeOf('w2'));
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w2', readiness: ready });
    await eventually(() => yard.dispatcher.takeEnded(1)).toEqual([
      { id, platform, result: { kind: 'outcome', outcome: outcomeOf('w2') } },
    ]);
    expect(bench.begun).toHaveLength(1);
  }, 20_000);

  it('three times over is forgiven; the fourth loss ends the attempt, which is not run again', async () => {
    await using yard = await openYard();
    await yard.dispatcher.dispatch(planOf(id), { platform, priority: 0 });
    for (const name of ['killed-1', 'killed-2', 'killed-3', 'killed-4'])
      await loseWorker(yard.redis.url, name);
    const bench = openBench();
    await yard.openWorkQueue().work({ ...bench, platform, slots: 1, worker: 'w5', readiness: ready });
    await eventually(() => yard.dispatcher.takeEnded(1)).toEqual([
      { id, platform, result: { kind: 'worker-lost', times: 4 } },
    ]);
    expect(bench.begun).toEqual([]);
  }, 40_000);
});
