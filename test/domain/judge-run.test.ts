import { expect, test } from 'vitest';
import type { DriverResult, DriverUsage } from '../../src/domain/driver-event.ts';
import { judgeRun, type RunEnd } from '../../src/domain/judge-run.ts';
import { defaultLimits } from '../../src/domain/limits.ts';

const idle: DriverUsage = { peakMemoryBytes: null, oomKills: 0, forksRefused: 0, diskFull: false };
const exited: RunEnd = { kind: 'exited', exitCode: 0, outOfMemory: false, stderr: '' };
const phaseFailed: DriverResult = { kind: 'phase-failed', phase: 'build', exitCode: 1, signal: null };

type Case = { end?: RunEnd; result?: DriverResult; usage?: Partial<DriverUsage> };

const judge = (run: Case) =>
  judgeRun({
    end: run.end ?? exited,
    last: run.result === undefined ? null : { result: run.result, usage: { ...idle, ...run.usage } },
    limits: {
      ...defaultLimits,
      memoryBytes: 1024,
      diskBytes: 2048,
      processes: 7,
      wallSeconds: 60,
      silenceSeconds: 5,
    },
    diagnose: (exitCode) => ({ kind: 'unknown', exitCode, line: 'as the log says' }),
  });

test.each([
  ['a wheel is no failure', { result: { kind: 'wheel' } }, null],
  [
    'a wheel is none even when a compiler was killed on the way',
    { result: { kind: 'wheel' }, usage: { oomKills: 1 } },
    null,
  ],
  [
    'a failed phase is read from its log',
    { result: phaseFailed },
    { kind: 'unknown', exitCode: 1, line: 'as the log says' },
  ],
  [
    'a kill by the kernel is out-of-memory',
    { result: phaseFailed, usage: { oomKills: 2 } },
    { kind: 'out-of-memory', limitBytes: 1024 },
  ],
  [
    'a refused fork is too-many-processes',
    { result: phaseFailed, usage: { forksRefused: 3 } },
    { kind: 'too-many-processes', limit: 7 },
  ],
  [
    'a fork bomb that ran into the time limit is one too',
    { result: { kind: 'timeout' }, usage: { forksRefused: 3 } },
    { kind: 'too-many-processes', limit: 7 },
  ],
  [
    'a full disk is out-of-disk',
    { result: phaseFailed, usage: { diskFull: true } },
    { kind: 'out-of-disk', limitBytes: 2048 },
  ],
  ['time that is up is a timeout', { result: { kind: 'timeout' } }, { kind: 'timeout', seconds: 60 }],
  ['a driver that never ended is a timeout', { end: { kind: 'deadline' } }, { kind: 'timeout', seconds: 60 }],
  ['silence is named', { result: { kind: 'silence' } }, { kind: 'silence', seconds: 5 }],
  [
    'a driver that the kernel killed is out-of-memory',
    { end: { ...exited, exitCode: 137, outOfMemory: true } },
    { kind: 'out-of-memory', limitBytes: 1024 },
  ],
  [
    'two wheels are named',
    { result: { kind: 'several-wheels', filenames: ['a', 'b'] } },
    { kind: 'several-wheels', filenames: ['a', 'b'] },
  ],
  [
    'a breach of the protocol is named',
    { end: { kind: 'breach', problem: 'x' } },
    { kind: 'bad-protocol', problem: 'x' },
  ],
] satisfies [string, Case, unknown][])('%s', (_promise, run, failure) => {
  expect(judge(run)).toEqual(failure);
});

test('a sandbox that ends without a word is no success', () => {
  expect(judge({ end: { ...exited, exitCode: 3, stderr: 'Traceback' } })).toEqual({
    kind: 'bad-protocol',
    problem: 'it ended with exit code 3 and no result. Traceback',
  });
});
