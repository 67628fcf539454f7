import { describe, expect, it } from 'vitest';
import type { AttemptId } from '../../src/domain/plan.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { OpenCatalogue } from './catalogue.contract.ts';
import {
  addBuildOf,
  attemptNamed,
  buildPlanOf,
  failedOutcome,
  nextAttempt,
  wheelOf,
  nobody,
} from './catalogue-samples.ts';

/* What every catalogue promises of attempts and their wheels. */

export function describeAttempts(kind: string, open: OpenCatalogue): void {
  describe(`attempts of a catalogue ${kind}`, () => {
    it('are numbered by build, and hold plan and outcome as they were given', async () => {
      await using house = await open();
      const build = await addBuildOf(house.catalogue, 'lxml');
      const first = await house.catalogue.addAttempt(build.id, nextAttempt);
      expect(first).toEqual({
        id: `${build.id}.1`,
        build: build.id,
        plan: buildPlanOf(attemptNamed(`${build.id}.1`)),
        platform: 'linux/amd64',
        createdAt: 3000,
        outcome: null,
        endedAt: null,
      });
      expect(await house.catalogue.findBuild(build.id)).toMatchObject({
        state: { name: 'queued', attempt: first?.id },
        changedAt: 3000,
        attempts: 1,
      });
      const second = await house.catalogue.addAttempt(build.id, nextAttempt);
      expect(second?.id).toBe(`${build.id}.2`);
      expect(await house.catalogue.endAttempt(attemptNamed(`${build.id}.1`), failedOutcome, 4000)).toBe(true);
      expect(await house.catalogue.listAttempts(build.id)).toEqual([
        { ...first, outcome: failedOutcome, endedAt: 4000 },
        second,
      ]);
    });

    it('come in the order of their numbers, past the tenth too', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'lxml');
      for (let count = 0; count < 11; count += 1) await house.catalogue.addAttempt(id, nextAttempt);
      const numbers = (await house.catalogue.listAttempts(id)).map((attempt) => attempt.id);
      expect(numbers.slice(8)).toEqual([`${id}.9`, `${id}.10`, `${id}.11`]);
    });

    it('are given to exactly one of those who ask from the same state at once', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'lxml');
      const building = {
        ...nextAttempt,
        state: (attempt: AttemptId) => ({ name: 'building', attempt }) as const,
      };
      const asked = await Promise.all([1, 2, 3].map(() => house.catalogue.addAttempt(id, building)));
      expect(asked.filter((attempt) => attempt !== null)).toHaveLength(1);
      expect(await house.catalogue.listAttempts(id)).toHaveLength(1);
      expect(await house.catalogue.findBuild(id)).toMatchObject({ attempts: 1, state: { name: 'building' } });
    });

    it('leave no trace when the build may not move so, or when planning fails', async () => {
      await using house = await open();
      const build = await addBuildOf(house.catalogue, 'lxml');
      const impossible = {
        ...nextAttempt,
        state: () => ({ name: 'publishing', wheel: sha256Of('x') }) as const,
      };
      await expect(house.catalogue.addAttempt(build.id, impossible)).rejects.toThrow('no build moves');
      const unplannable = {
        ...nextAttempt,
        plan: () => {
          throw new Error('no plan');
        },
      };
      await expect(house.catalogue.addAttempt(build.id, unplannable)).rejects.toThrow('no plan');
      expect(await house.catalogue.findBuild(build.id)).toEqual(build);
      expect(await house.catalogue.listAttempts(build.id)).toEqual([]);
    });

    it('keep their first outcome', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'lxml');
      const attempt = (await house.catalogue.addAttempt(id, nextAttempt))?.id ?? attemptNamed('');
      const ends = await Promise.all(
        [4000, 4001].map((at) => house.catalogue.endAttempt(attempt, failedOutcome, at)),
      );
      expect(ends.filter(Boolean)).toHaveLength(1);
      expect((await house.catalogue.findAttempt(attempt))?.endedAt).toBe([4000, 4001][ends.indexOf(true)]);
    });

    it('that nobody made are not found and do not end', async () => {
      await using house = await open();
      const id = attemptNamed('17.2');
      expect(await house.catalogue.findAttempt(id)).toBeNull();
      expect(await house.catalogue.listAttempts(nobody)).toEqual([]);
      expect(await house.catalogue.endAttempt(id, failedOutcome, 1)).toBe(false);
      expect(await house.catalogue.addAttempt(nobody, nextAttempt)).toBeNull();
    });

    it('leave wheels, which are found by hash and stay as they were first seen', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'lxml');
      const wheel = wheelOf('lxml');
      await house.catalogue.addWheel(wheel, id, 1);
      await house.catalogue.addWheel({ ...wheel, filename: 'other.whl' }, id, 2);
      expect(await house.catalogue.findWheel(wheel.sha256)).toEqual(wheel);
      expect(await house.catalogue.findWheel(sha256Of('none'))).toBeNull();
    });
  });
}
