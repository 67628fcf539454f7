import { describe, expect, it } from 'vitest';
import type { BuildId } from '../../src/domain/build-state.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import type { Build } from '../../src/farm/records.ts';
import type { OpenCatalogue } from './catalogue.contract.ts';
import { addBuildOf, nextAttempt, projectNamed, queued, trixie, nobody } from './catalogue-samples.ts';

/* What every catalogue promises of its lists of builds. */

const idsOf = (builds: readonly Build[]): readonly BuildId[] => builds.map((build) => build.id);

export function describeListings(kind: string, open: OpenCatalogue): void {
  describe(`listings of a catalogue ${kind}`, () => {
    it('run from new to old, each build once, in pages of any size', async () => {
      await using house = await open();
      const all: BuildId[] = [];
      for (let count = 0; count < 11; count += 1) {
        all.unshift((await addBuildOf(house.catalogue, `p${count}`)).id);
        if (count % 3 === 0) await cancel(house.catalogue, all[0] ?? nobody);
      }
      for (const limit of [1, 3, 11, 12]) {
        const read: BuildId[] = [];
        for (let page = await house.catalogue.listBuilds({ limit }); page.length > 0;) {
          expect(page.length).toBeLessThanOrEqual(limit);
          read.push(...idsOf(page));
          page = await house.catalogue.listBuilds({ limit, before: read.at(-1) ?? nobody });
        }
        expect(read).toEqual(all);
      }
    });

    it('show what was asked for, by project, target and states together', async () => {
      await using house = await open();
      const one = await addBuildOf(house.catalogue, 'lxml');
      const two = await addBuildOf(house.catalogue, 'lxml', { target: trixie });
      const three = await addBuildOf(house.catalogue, 'numpy', { target: trixie });
      const four = await addBuildOf(house.catalogue, 'pillow', { target: trixie });
      await cancel(house.catalogue, three.id);
      const project = projectNamed('lxml');
      const list = async (filter: Omit<Parameters<Catalogue['listBuilds']>[0], 'limit'>) =>
        idsOf(await house.catalogue.listBuilds({ ...filter, limit: 500 }));
      expect(await list({ project })).toEqual([two.id, one.id]);
      expect(await list({ target: trixie })).toEqual([four.id, three.id, two.id]);
      expect(await list({ project, target: trixie })).toEqual([two.id]);
      expect(await list({ states: ['queued'] })).toEqual([four.id, two.id, one.id]);
      expect(await list({ states: ['queued', 'cancelled', 'queued'], target: trixie })).toEqual([
        four.id,
        three.id,
        two.id,
      ]);
      expect(await list({ states: ['cancelled'], project })).toEqual([]);
      expect(await list({ states: [] })).toEqual([]);
      expect(await list({ project: projectNamed('nothing') })).toEqual([]);
    });

    it('of what is unfinished run by priority and age, and lose and repeat nothing when builds end on the way', async () => {
      await using house = await open();
      const builds: Build[] = [];
      for (let count = 0; count < 12; count += 1) {
        builds.push(await addBuildOf(house.catalogue, `p${count}`, { priority: [10, 0, 5][count % 3] ?? 0 }));
      }
      const [first, ...rest] = builds;
      await cancel(house.catalogue, first?.id ?? nobody);
      const expected = idsOf(
        rest.toSorted((one, other) => one.priority - other.priority || one.id - other.id),
      );
      const read: BuildId[] = [];
      for (
        let page = await house.catalogue.listUnfinishedBuilds({ after: null, limit: 2 });
        page.length > 0;
      ) {
        read.push(...idsOf(page));
        const after = read.at(-1) ?? nobody;
        await cancel(house.catalogue, after);
        page = await house.catalogue.listUnfinishedBuilds({ after, limit: 2 });
      }
      expect(read).toEqual(expected);
    });

    it('count what one requester has that is not final', async () => {
      await using house = await open();
      const { catalogue } = house;
      const add = (name: string, requestedBy: string) => addBuildOf(catalogue, name, { requestedBy });
      const ended = await add('one', 'on-demand:a');
      for (const name of ['two', 'three']) await add(name, 'on-demand:a');
      await add('four', 'on-demand:b');
      await cancel(catalogue, ended.id);
      expect(await catalogue.countUnfinishedBuilds('on-demand:a')).toBe(2);
      expect(await catalogue.countUnfinishedBuilds('on-demand:b')).toBe(1);
      expect(await catalogue.countUnfinishedBuilds('on-demand:c')).toBe(0);
    });

    it('of what is to be planned hold the queued builds without an attempt, by priority and age', async () => {
      await using house = await open();
      const late = await addBuildOf(house.catalogue, 'late', { priority: 10 });
      const soon = await addBuildOf(house.catalogue, 'soon', { priority: 0 });
      const planned = await addBuildOf(house.catalogue, 'planned', { priority: 0 });
      await addBuildOf(house.catalogue, 'waits', {
        state: { name: 'waiting', on: soon.id, reason: 'answer' },
      });
      await house.catalogue.addAttempt(planned.id, nextAttempt);
      expect(idsOf(await house.catalogue.listUnplannedBuilds(9))).toEqual([soon.id, late.id]);
      expect(idsOf(await house.catalogue.listUnplannedBuilds(1))).toEqual([soon.id]);
      await house.catalogue.moveBuild(planned.id, { from: 'queued', to: queued, at: 4000 });
      expect(idsOf(await house.catalogue.listUnplannedBuilds(9))).toEqual([soon.id, planned.id, late.id]);
    });

    it.each([0, 501, 1.5, Number.NaN])('refuse a page of %d builds', async (limit) => {
      await using house = await open();
      const sentence = 'a page has 1 to 500 builds';
      await expect(house.catalogue.listBuilds({ limit })).rejects.toThrow(sentence);
      await expect(house.catalogue.listUnfinishedBuilds({ after: null, limit })).rejects.toThrow(sentence);
      await expect(house.catalogue.listUnplannedBuilds(limit)).rejects.toThrow(sentence);
    });

    it('count every state, also those that no build is in', async () => {
      await using house = await open();
      await addBuildOf(house.catalogue, 'a');
      await addBuildOf(house.catalogue, 'b');
      await cancel(house.catalogue, (await addBuildOf(house.catalogue, 'c')).id);
      expect(await house.catalogue.countBuilds()).toEqual({
        queued: 2,
        waiting: 0,
        building: 0,
        verifying: 0,
        publishing: 0,
        held: 0,
        succeeded: 0,
        failed: 0,
        blocked: 0,
        cancelled: 1,
      });
    });
  });
}

async function cancel(catalogue: Catalogue, id: BuildId): Promise<void> {
  const moved = await catalogue.moveBuild(id, { from: 'queued', to: { name: 'cancelled', by: 'x' }, at: 1 });
  if (!moved) throw new Error(`build ${id} was not queued`);
}
