import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';
import { Readable } from 'node:stream';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../src/domain/log-line.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { Attempt, Build } from '../../src/farm/records.ts';
import { addBuildOf, failedOutcome, nextAttempt } from '../contracts/catalogue-samples.ts';
import { openFarm, type FarmUnderTest } from './farm-under-test.ts';

const line = (number: number, text: string): LogLine => ({
  number,
  at: Date.UTC(2024, 0, 2, 3, 4, 5, 678),
  phase: 'build',
  voice: 'build',
  text,
});

async function addAttempt(farm: FarmUnderTest, build: Build): Promise<Attempt> {
  const attempt = await farm.catalogue.addAttempt(build.id, nextAttempt);
  if (attempt === null) throw new Error('the build is not queued');
  return attempt;
}

/** Ends an attempt with its log stored, as a worker does. */
async function endAttempt(farm: FarmUnderTest, attempt: Attempt, lines: readonly LogLine[]): Promise<void> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const { sha256 } = await farm.blobs.put(Readable.from([zstdCompressSync(text)]));
  const log = { sha256, lines: lines.length, cutBytes: 0 };
  const outcome: Outcome = { ...failedOutcome, evidence: { ...failedOutcome.evidence, log } };
  await farm.catalogue.endAttempt(attempt.id, outcome, 5000);
}

async function fail(farm: FarmUnderTest, build: Build): Promise<void> {
  const to = { name: 'failed', failure: { kind: 'no-wheel' }, inputs: null } as const;
  await farm.catalogue.moveBuild(build.id, { from: 'queued', to, at: 6000 });
}

type Follower = {
  readonly next: () => Promise<EventSourceMessage | null>;
  readonly rest: () => Promise<readonly EventSourceMessage[]>;
  readonly comments: readonly string[];
  readonly leave: () => void;
};

async function follow(
  farm: FarmUnderTest,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Follower> {
  const leaving = new AbortController();
  const comments: string[] = [];
  const reply = await farm.ask(path, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: leaving.signal,
  });
  expect(reply.headers.get('content-type')).toContain('text/event-stream');
  const events = reply.body
    ?.pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream({ onComment: (comment) => comments.push(comment) }));
  const reader = events?.getReader();
  const next = async () => (await reader?.read())?.value ?? null;
  const rest = async () => {
    const all: EventSourceMessage[] = [];
    for (let event = await next(); event !== null; event = await next()) all.push(event);
    return all;
  };
  return { next, rest, comments, leave: () => leaving.abort() };
}

const names = (events: readonly EventSourceMessage[]) =>
  events.map(({ event, id }) => `${event} ${id ?? ''}`.trim());

describe('who follows a build', () => {
  it('sees each line as it comes, then its next attempts, then how it ended', async () => {
    await using farm = await openFarm();
    const build = await addBuildOf(farm.catalogue, 'lxml');
    const follower = await follow(farm, `/api/builds/${build.id}/log`);
    const first = await addAttempt(farm, build);
    expect(await follower.next()).toMatchObject({
      event: 'attempt',
      data: expect.stringContaining(first.id),
    });
    const lines = [line(0, 'one'), line(1, 'two \u001b[31mred')];
    await farm.liveLogs.append(first.id, lines.slice(0, 1));
    expect(await follower.next()).toEqual({
      event: 'line',
      id: `${first.id}:0`,
      data: JSON.stringify(lines[0]),
    });
    await farm.liveLogs.append(first.id, lines.slice(1));
    expect(await follower.next()).toMatchObject({ id: `${first.id}:1`, data: JSON.stringify(lines[1]) });
    await endAttempt(farm, first, [...lines, line(2, 'only in the stored log')]);
    expect(await follower.next()).toMatchObject({ id: `${first.id}:2` });
    const second = await addAttempt(farm, build);
    expect(await follower.next()).toMatchObject({
      event: 'attempt',
      data: expect.stringContaining(second.id),
    });
    await endAttempt(farm, second, [line(0, 'again')]);
    await fail(farm, build);
    const rest = await follower.rest();
    expect(names(rest)).toEqual([`line ${second.id}:0`, 'end']);
    expect(JSON.parse(rest.at(-1)?.data ?? '')).toMatchObject({ id: build.id, state: { name: 'failed' } });
  });

  it('and was cut off goes on behind the line that it saw last', async () => {
    await using farm = await openFarm();
    const build = await addBuildOf(farm.catalogue, 'lxml');
    const first = await addAttempt(farm, build);
    await endAttempt(
      farm,
      first,
      [0, 1, 2].map((number) => line(number, 'x')),
    );
    const second = await addAttempt(farm, build);
    await endAttempt(
      farm,
      second,
      [0, 1].map((number) => line(number, 'y')),
    );
    await fail(farm, build);
    const path = `/api/builds/${build.id}/log`;
    const seen = async (query: string, headers?: Readonly<Record<string, string>>) =>
      names(await (await follow(farm, `${path}${query}`, headers)).rest());
    const secondPart = ['attempt', `line ${second.id}:0`, `line ${second.id}:1`, 'end'];
    expect(await seen('', { 'last-event-id': `${first.id}:1` })).toEqual([
      'attempt',
      `line ${first.id}:2`,
      ...secondPart,
    ]);
    expect(await seen('?from=2')).toEqual(['attempt', `line ${first.id}:2`, ...secondPart]);
    expect(await seen('', { 'last-event-id': `${second.id}:0` })).toEqual(secondPart.toSpliced(1, 1));
    expect(await seen(`?attempt=${second.id}`)).toEqual(secondPart);
    for (const id of ['x', first.id, '999.1:0', `${first.id}:1:1`, `${first.id}:-1`]) {
      const headers = { accept: 'text/event-stream', 'last-event-id': id };
      expect((await farm.ask(path, { headers })).status).toBe(400);
    }
  });

  it('learns that it was cancelled, though its attempt never came back', async () => {
    await using farm = await openFarm();
    const build = await addBuildOf(farm.catalogue, 'lxml');
    const attempt = await addAttempt(farm, build);
    await farm.liveLogs.append(attempt.id, [line(0, 'one')]);
    const follower = await follow(farm, `/api/builds/${build.id}/log`);
    await farm.ask(`/api/builds/${build.id}/cancel`, { method: 'POST', token: farm.tokens.build });
    expect(names(await follower.rest())).toEqual(['attempt', `line ${attempt.id}:0`, 'end']);
  });

  it('is kept in touch with while nothing comes, and forgotten once gone', async () => {
    await using farm = await openFarm({ heartbeatMilliseconds: 20 });
    const build = await addBuildOf(farm.catalogue, 'lxml');
    const follower = await follow(farm, `/api/builds/${build.id}/log`);
    const read = follower.next().catch(() => null);
    await expect.poll(() => follower.comments.length).toBeGreaterThan(1);
    follower.leave();
    await read;
    await expect
      .poll(() => farm.events.filter(({ msg }) => msg === 'request'))
      .toMatchObject([{ cutOff: true }]);
  });

  it('is let go without an end when the server stops, so that it comes back', async () => {
    await using farm = await openFarm();
    const build = await addBuildOf(farm.catalogue, 'lxml');
    const follower = await follow(farm, `/api/builds/${build.id}/log`);
    const stopped = farm.server[Symbol.asyncDispose]();
    expect(await follower.rest()).toEqual([]);
    await stopped;
  });
});

describe('a log as text', () => {
  it('has a line for each line, with nothing in it that a terminal would obey', async () => {
    await using farm = await openFarm();
    const build = await addBuildOf(farm.catalogue, 'lxml');
    const attempt = await addAttempt(farm, build);
    const hostile = 'a\tb\u001b[2J\u001b]0;title\u0007\u009b31mc\r\u0000\u202ed\u2028e ünïcode 🛞';
    await farm.liveLogs.append(attempt.id, [line(0, 'plain'), line(1, hostile)]);
    const reply = await farm.ask(`/api/builds/${build.id}/log`);
    expect(reply.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await reply.text()).toBe('03:04:05.678 build | plain\n03:04:05.678 build | a\tbcde ünïcode 🛞\n');
  });

  it('ends with what is there now, unless more is asked for', async () => {
    await using farm = await openFarm();
    const build = await addBuildOf(farm.catalogue, 'lxml');
    const attempt = await addAttempt(farm, build);
    await farm.liveLogs.append(attempt.id, [line(0, 'one')]);
    const path = `/api/builds/${build.id}/log`;
    expect(await (await farm.ask(path)).text()).toContain('| one\n');
    const following = farm.ask(`${path}?follow=yes`).then((reply) => reply.text());
    await endAttempt(farm, attempt, [line(0, 'one'), line(1, 'two')]);
    await fail(farm, build);
    expect(await following).toBe('03:04:05.678 build | one\n03:04:05.678 build | two\n');
  });

  it('of a long build comes whole', async () => {
    await using farm = await openFarm();
    const build = await addBuildOf(farm.catalogue, 'lxml');
    const attempt = await addAttempt(farm, build);
    await endAttempt(
      farm,
      attempt,
      Array.from({ length: 5_000 }, (_, number) => line(number, `line ${number}`)),
    );
    const text = await (await farm.ask(`/api/builds/${build.id}/log?from=1`)).text();
    expect(text.split('\n')).toHaveLength(5_000);
  });

  it('of a build or an attempt that is not there is refused', async () => {
    await using farm = await openFarm();
    const build = await addBuildOf(farm.catalogue, 'lxml');
    const other = await addAttempt(farm, await addBuildOf(farm.catalogue, 'six'));
    expect((await farm.ask('/api/builds/999/log')).status).toBe(404);
    expect((await farm.ask(`/api/builds/${build.id}/log?attempt=${other.id}`)).status).toBe(404);
    expect((await farm.ask(`/api/builds/${build.id}/log?from=-1`)).status).toBe(400);
  });
});
