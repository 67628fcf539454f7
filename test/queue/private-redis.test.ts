import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { openConnection } from '../../src/queue/connection.ts';
import { openPrivateRedis } from '../../src/queue/private-redis.ts';
import { eventually, openFolder } from './yard.ts';

const quiet = (): void => {};

async function ask<Reply>(url: string, question: (redis: Redis) => Promise<Reply>): Promise<Reply> {
  const redis = openConnection(url, { patience: 'patient', report: quiet });
  try {
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

describe('the private Redis', () => {
  it('listens on nothing but a socket in a folder that only its owner may enter', async () => {
    await using folder = await openFolder();
    const home = join(folder.path, 'redis');
    await mkdir(home, { mode: 0o755 });
    await using redis = await openPrivateRedis({ folder: home, report: quiet });
    expect((await stat(home)).mode & 0o777).toBe(0o700);
    expect((await stat(join(home, 'redis.sock'))).mode & 0o777).toBe(0o700);
    expect(await ask(redis.url, (raw) => raw.config('GET', 'port'))).toEqual(['port', '0']);
    expect(await ask(redis.url, (raw) => raw.config('GET', 'maxmemory-policy'))).toContain('noeviction');
    const listening = await promisify(execFile)('cat', [`/proc/${redis.pid()}/net/tcp`]);
    const inodes = await promisify(execFile)('ls', ['-l', `/proc/${redis.pid()}/fd`]);
    const sockets = [...inodes.stdout.matchAll(/socket:\[(\d+)\]/g)].map(([, inode]) => inode ?? '');
    expect(sockets.filter((inode) => listening.stdout.includes(` ${inode} `))).toEqual([]);
  });

  it('keeps what it was told over a stop and a start', async () => {
    await using folder = await openFolder();
    {
      await using first = await openPrivateRedis({ folder: folder.path, report: quiet });
      await ask(first.url, (raw) => raw.set('key', 'kept'));
    }
    await using second = await openPrivateRedis({ folder: folder.path, report: quiet });
    expect(await ask(second.url, (raw) => raw.get('key'))).toBe('kept');
  });

  it('is started again when it is killed, with all that it was told', async () => {
    await using folder = await openFolder();
    const reports: string[] = [];
    await using redis = await openPrivateRedis({
      folder: folder.path,
      report: (sentence) => reports.push(sentence),
    });
    await ask(redis.url, (raw) => raw.set('key', 'kept'));
    const pid = redis.pid() ?? 0;
    process.kill(pid, 'SIGKILL');
    await eventually(() => redis.pid() !== null && redis.pid() !== pid).toBe(true);
    expect(await ask(redis.url, (raw) => raw.get('key'))).toBe('kept');
    expect(reports).toEqual(['the private Redis has died (SIGKILL)', 'the private Redis was started again']);
  });

  it('takes the place of one that a killed farm left behind, with all that it was told', async () => {
    await using folder = await openFolder();
    const script = join(import.meta.dirname, 'redis-owner-process.ts');
    const killed = spawn(process.execPath, [script, folder.path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(killed.stdout, 'data')) as [Buffer];
    const leftoverPid = Number(said.toString());
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const reports: string[] = [];
    // The dead farm's connection may be seen for a moment longer.
    await using redis = await eventuallyOpened(folder.path, (sentence) => reports.push(sentence));
    expect(redis.pid()).not.toBe(leftoverPid);
    expect(await ask(redis.url, (raw) => raw.get('key'))).toBe('kept');
    expect(reports).toEqual(['a Redis that an earlier farm left behind is shut down']);
    await eventually(() => isAlive(leftoverPid)).toBe(false);
  });

  it('is refused to a second farm on the same folder while the first one lives', async () => {
    await using folder = await openFolder();
    await using first = await openPrivateRedis({ folder: folder.path, report: quiet });
    const pid = first.pid();
    await expect(openPrivateRedis({ folder: folder.path, report: quiet })).rejects.toThrow(
      /another farm is running with this data folder/,
    );
    expect(first.pid()).toBe(pid);
  });

  it('says in one sentence that redis-server is not installed', async () => {
    await using folder = await openFolder();
    const opening = openPrivateRedis({ folder: folder.path, report: quiet, binary: 'no-such-redis-server' });
    await expect(opening).rejects.toThrow(
      'no-such-redis-server is not installed: install it (Debian: apt-get install redis-server) or set REDIS_URL',
    );
  });

  it('says in one sentence that a folder is too long for a socket', async () => {
    await using folder = await openFolder();
    const deep = join(folder.path, 'd'.repeat(100));
    await expect(openPrivateRedis({ folder: deep, report: quiet })).rejects.toThrow(
      /path of \d+ bytes; the system takes 107: choose a shorter data folder/,
    );
  });

  it('can live in a folder whose name has spaces and signs', async () => {
    await using folder = await openFolder();
    const odd = join(folder.path, 'my data? 100%#1');
    await using redis = await openPrivateRedis({ folder: odd, report: quiet });
    expect(await ask(redis.url, (raw) => raw.ping())).toBe('PONG');
  });
});

async function eventuallyOpened(folder: string, report: (sentence: string) => void) {
  let opened: Awaited<ReturnType<typeof openPrivateRedis>> | null = null;
  await expect
    .poll(async () => (opened = await openPrivateRedis({ folder, report }).catch(() => null)), {
      timeout: 10_000,
    })
    .not.toBeNull();
  if (opened === null) throw new Error('never opened');
  return opened as Awaited<ReturnType<typeof openPrivateRedis>>;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
