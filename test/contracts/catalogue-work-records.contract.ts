import { describe, expect, it } from 'vitest';
import { hourOf, stepOf, sumResults } from '../../src/domain/hourly-results.ts';
import type { TargetName } from '../../src/domain/target.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import type { Build } from '../../src/farm/records.ts';
import {
  addBuildOf,
  bookworm,
  failedOutcome,
  nextAttempt,
  projectNamed,
  queued,
  trixie,
} from './catalogue-samples.ts';
import { carryOut } from './carry-out-sample.ts';
import type { OpenCatalogue } from './catalogue.contract.ts';

async function fail(
  catalogue: Catalogue,
  build: Build,
  { kind, at }: { readonly kind: 'no-wheel' | 'worker-lost'; readonly at: number },
): Promise<void> {
  const failure = kind === 'no-wheel' ? ({ kind } as const) : ({ kind, times: 3 } as const);
  await catalogue.moveBuild(build.id, { from: 'queued', to: { name: 'failed', failure, inputs: null }, at });
}

const hour = 3_600_000;

/* What every catalogue promises of what it counts while work is done. */

export function describeWorkRecords(kind: string, open: OpenCatalogue): void {
  describe(`records of work in a catalogue ${kind}`, () => {
    it('know how long a project took when it last went well on each target', async () => {
      await using house = await open();
      const { catalogue } = house;
      const build = await addBuildOf(catalogue, 'lxml');
      await carryOut(catalogue, build, { milliseconds: 9000, endedAt: 10_000 });
      await catalogue.moveBuild(build.id, { from: 'succeeded', to: queued, at: 11_000 });
      await carryOut(catalogue, build, { milliseconds: 500, endedAt: 12_000 });
      const other = await addBuildOf(catalogue, 'lxml', { target: trixie });
      await carryOut(catalogue, other, { milliseconds: 700, endedAt: 20_000 });
      const project = projectNamed('lxml');
      const time = (target: TargetName, milliseconds: number, endedAt: number) => ({
        project,
        target,
        build: milliseconds,
        verify: 0,
        endedAt,
      });
      expect(await catalogue.listBuildTimes([project])).toEqual([
        time(trixie, 700, 20_000),
        time(bookworm, 500, 12_000),
      ]);
      expect(await catalogue.listBuildTimes([projectNamed('six')])).toEqual([]);
      expect(await catalogue.listLastBuildTimes(1)).toEqual([{ build: 700, verify: 0 }]);
    });

    it('sum up what is queued by how long it took before, here or else elsewhere', async () => {
      await using house = await open();
      const { catalogue } = house;
      const build = await addBuildOf(catalogue, 'lxml');
      await carryOut(catalogue, build, { milliseconds: 9000, endedAt: 10_000 });
      await catalogue.moveBuild(build.id, { from: 'succeeded', to: queued, at: 11_000 });
      await addBuildOf(catalogue, 'six');
      await addBuildOf(catalogue, 'lxml', { target: trixie });
      expect(await catalogue.sumQueuedTimes()).toEqual([
        { target: bookworm, builds: 2, milliseconds: 9000, unknown: 1 },
        { target: trixie, builds: 1, milliseconds: 9000, unknown: 0 },
      ]);
    });

    it('count how builds ended by the hour, and whose fault it was', async () => {
      await using house = await open();
      const { catalogue } = house;
      for (const name of ['a', 'b']) {
        const build = await addBuildOf(catalogue, name);
        await carryOut(catalogue, build, { milliseconds: 4000, endedAt: 7 * hour + 5 });
      }
      await fail(catalogue, await addBuildOf(catalogue, 'c'), { kind: 'no-wheel', at: 8 * hour });
      await fail(catalogue, await addBuildOf(catalogue, 'd'), { kind: 'worker-lost', at: 8 * hour });
      const cancelled = await addBuildOf(catalogue, 'e');
      const to = { name: 'cancelled', by: 'anna' } as const;
      await catalogue.moveBuild(cancelled.id, { from: 'queued', to, at: 8 * hour });
      const counts = await catalogue.listHourlyCounts({ hour: 7 });
      expect(counts).toEqual([
        { hour: 7, result: 'succeeded', step: stepOf(4000), builds: 2 },
        { hour: 8, result: 'failed', step: null, builds: 1 },
        { hour: 8, result: 'farm-fault', step: null, builds: 1 },
      ]);
      expect(sumResults(counts)).toMatchObject({ succeeded: 2, failed: 1, farmFault: 1 });
      expect(await catalogue.listHourlyCounts({ hour: hourOf(9 * hour) })).toEqual([]);
    });

    it('know which attempts a worker carried out, the last first, page by page', async () => {
      await using house = await open();
      const { catalogue } = house;
      for (const [index, name] of ['a', 'b', 'c'].entries()) {
        const build = await addBuildOf(catalogue, name);
        const endedAt = 10_000 + index;
        await carryOut(catalogue, build, { milliseconds: 10, endedAt, worker: name === 'b' ? 'w2' : 'w1' });
      }
      const pageOf = async (before: number | null) =>
        (await catalogue.listAttemptsOfWorker({ worker: 'w1', before, limit: 1 })).map(({ id }) => id);
      expect(await pageOf(null)).toEqual(['3.1']);
      expect(await pageOf(10_002)).toEqual(['1.1']);
      expect(await pageOf(10_000)).toEqual([]);
      const running = await addBuildOf(catalogue, 'd');
      const attempt = await catalogue.addAttempt(running.id, nextAttempt);
      if (attempt !== null) await catalogue.endAttempt(attempt.id, failedOutcome, 1);
      expect(await catalogue.listAttemptsOfWorker({ worker: 'nobody', before: null, limit: 9 })).toEqual([]);
    });
  });
}
