import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { OpenCatalogue } from './catalogue.contract.ts';
import { addBuildOf, bookworm, queued, releaseOf, sdistOf, trixie, nobody } from './catalogue-samples.ts';

/* What every catalogue promises of sdists and builds. */

export function describeSdists(kind: string, open: OpenCatalogue): void {
  describe(`sdists of a catalogue ${kind}`, () => {
    it('are found by hash and by release as they were added', async () => {
      await using house = await open();
      const sdist = sdistOf('lxml');
      expect(await house.catalogue.addSdist(sdist, 1)).toEqual({ kind: 'added' });
      expect(await house.catalogue.findSdist(sdist.sha256)).toEqual(sdist);
      expect(await house.catalogue.findSdistOf(releaseOf('LXML', '1.0'))).toEqual(sdist);
    });

    it('are known the second time, however many come at once', async () => {
      await using house = await open();
      const kinds = await Promise.all([1, 2, 3].map((at) => house.catalogue.addSdist(sdistOf('lxml'), at)));
      expect(kinds.map((added) => added.kind).sort()).toEqual(['added', 'known', 'known']);
    });

    it('can not change the hash of a release', async () => {
      await using house = await open();
      const sdist = sdistOf('lxml');
      await house.catalogue.addSdist(sdist, 1);
      const other = { ...sdist, sha256: sha256Of('other bytes') };
      expect(await house.catalogue.addSdist(other, 2)).toEqual({ kind: 'conflict', other: sdist.sha256 });
      expect(await house.catalogue.findSdistOf(sdist.release)).toEqual(sdist);
      expect(await house.catalogue.findSdist(other.sha256)).toBeNull();
    });

    it('can not be two releases with the same bytes', async () => {
      await using house = await open();
      const sdist = sdistOf('lxml');
      await house.catalogue.addSdist(sdist, 1);
      const renamed = { ...sdist, release: releaseOf('lxml', '2.0') };
      expect(await house.catalogue.addSdist(renamed, 2)).toEqual({ kind: 'conflict', other: sdist.sha256 });
      expect(await house.catalogue.findSdistOf(renamed.release)).toBeNull();
    });

    it('of one project are listed together, and without those of others', async () => {
      await using house = await open();
      const [old, young, other] = [sdistOf('lxml', '5.0'), sdistOf('lxml', '5.3'), sdistOf('lxml-extra')];
      for (const sdist of [old, young, other]) await house.catalogue.addSdist(sdist, 1);
      const listed = await house.catalogue.listSdistsOf(old.release.project);
      expect(listed.toSorted((one, two) => one.filename.localeCompare(two.filename))).toEqual([old, young]);
      expect(await house.catalogue.listSdistsOf(releaseOf('nothing', '1').project)).toEqual([]);
    });

    it('that nobody added are not found', async () => {
      await using house = await open();
      expect(await house.catalogue.findSdist(sha256Of('nothing'))).toBeNull();
      expect(await house.catalogue.findSdistOf(releaseOf('nothing', '1'))).toBeNull();
    });
  });
}

export function describeBuilds(kind: string, open: OpenCatalogue): void {
  describe(`builds of a catalogue ${kind}`, () => {
    it('are found as they were added', async () => {
      await using house = await open();
      const build = await addBuildOf(house.catalogue, 'lxml');
      expect(build).toEqual({
        id: build.id,
        release: releaseOf('lxml', '1.0'),
        sdist: sdistOf('lxml').sha256,
        target: bookworm,
        state: queued,
        priority: 10,
        requestedBy: 'anna',
        createdAt: 2000,
        changedAt: 2000,
        attempts: 0,
        earlierAttempts: 0,
      });
      expect(await house.catalogue.findBuild(build.id)).toEqual(build);
      expect(await house.catalogue.findBuild(nobody)).toBeNull();
    });

    it('exist once for an sdist and target, however many ask at once', async () => {
      await using house = await open();
      await house.catalogue.addSdist(sdistOf('lxml'), 1);
      const wish = {
        release: releaseOf('lxml', '1.0'),
        sdist: sdistOf('lxml').sha256,
        state: queued,
        priority: 1,
        requestedBy: 'bob',
      };
      const asked = await Promise.all(
        [bookworm, trixie, bookworm, bookworm].map((target) =>
          house.catalogue.addBuild({ ...wish, target }, 1),
        ),
      );
      expect(new Set(asked.map(({ build }) => build.id)).size).toBe(2);
      expect(asked.filter(({ isNew }) => isNew)).toHaveLength(2);
    });

    it('are refused for an sdist that is not there', async () => {
      await using house = await open();
      const wish = { release: releaseOf('lxml', '1.0'), sdist: sha256Of('gone'), target: bookworm };
      await expect(
        house.catalogue.addBuild({ ...wish, state: queued, priority: 1, requestedBy: 'bob' }, 1),
      ).rejects.toThrow('FOREIGN KEY');
    });

    it('move for exactly one of those who move them from the same state at once', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'lxml');
      const moves = await Promise.all(
        ['anna', 'bob', 'carol'].map((by, index) =>
          house.catalogue.moveBuild(id, { from: 'queued', to: { name: 'cancelled', by }, at: 9000 + index }),
        ),
      );
      expect(moves.filter(Boolean)).toHaveLength(1);
      const winner = moves.indexOf(true);
      expect(await house.catalogue.findBuild(id)).toMatchObject({
        state: { name: 'cancelled', by: ['anna', 'bob', 'carol'][winner] },
        createdAt: 2000,
        changedAt: 9000 + winner,
      });
    });

    it('make no move that the state machine lacks', async () => {
      await using house = await open();
      const build = await addBuildOf(house.catalogue, 'lxml');
      const move = { from: 'queued', to: { name: 'publishing', wheel: sha256Of('x') }, at: 1 } as const;
      await expect(house.catalogue.moveBuild(build.id, move)).rejects.toThrow(
        `build ${build.id}: no build moves from queued to publishing`,
      );
      expect(await house.catalogue.findBuild(build.id)).toEqual(build);
    });

    it('that are not there do not move', async () => {
      await using house = await open();
      const move = { from: 'queued', to: { name: 'blocked', rule: 'r' }, at: 1 } as const;
      expect(await house.catalogue.moveBuild(nobody, move)).toBe(false);
    });

    it('are listed by the one they wait on, until they wait no more', async () => {
      await using house = await open();
      const first = await addBuildOf(house.catalogue, 'cython');
      const state = { name: 'waiting', on: first.id, reason: 'answer' } as const;
      const second = await addBuildOf(house.catalogue, 'lxml', { state });
      const third = await addBuildOf(house.catalogue, 'numpy', { state });
      const waiting = await house.catalogue.listWaitingOn(first.id);
      expect(waiting.map((build) => build.id)).toEqual([second.id, third.id]);
      await house.catalogue.moveBuild(second.id, { from: 'waiting', to: queued, at: 1 });
      expect((await house.catalogue.listWaitingOn(first.id)).map((build) => build.id)).toEqual([third.id]);
      expect(await house.catalogue.listWaitingOn(nobody)).toEqual([]);
    });
  });
}
