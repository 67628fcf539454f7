import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import type { Build } from '../../src/farm/records.ts';
import { addBuildOf, queued } from './catalogue-samples.ts';
import type { OpenCatalogue } from './catalogue.contract.ts';

/* What every catalogue promises of the causes that builds failed of. */

const lacks = (program: string, line = ''): Failure => ({ kind: 'missing-program', program, line });

export function describeFailures(kind: string, open: OpenCatalogue): void {
  describe(`failures in a catalogue ${kind}`, () => {
    it('of one cause are one cluster, the largest first, with the newest builds as samples', async () => {
      await using house = await open();
      const failed: Build[] = [];
      for (let count = 0; count < 7; count += 1)
        failed.push(
          await fail(house.catalogue, { name: `p${count}`, failure: lacks('cargo', `${count}`), at: count }),
        );
      await fail(house.catalogue, { name: 'late', failure: lacks('swig'), at: 100 });
      await fail(house.catalogue, { name: 'early', failure: { kind: 'no-wheel' }, at: 50 });
      await addBuildOf(house.catalogue, 'queued');
      const clusters = await house.catalogue.listFailureClusters({ limit: 10 });
      expect(clusters).toMatchObject([
        { cause: 'missing-program:cargo', sentence: 'missing program: cargo', count: 7, newestAt: 6 },
        { cause: 'missing-program:swig', count: 1, newestAt: 100, failure: lacks('swig') },
        { cause: 'no-wheel', count: 1, newestAt: 50, failure: { kind: 'no-wheel' } },
      ]);
      expect(clusters[0]?.samples.map(({ id }) => id)).toEqual(
        failed
          .slice(-5)
          .map(({ id }) => id)
          .toReversed(),
      );
      expect(await house.catalogue.listFailureClusters({ limit: 1 })).toHaveLength(1);
    });

    it('are listed by their cause, and leave it when they are built again', async () => {
      await using house = await open();
      const one = await fail(house.catalogue, { name: 'one', failure: lacks('cargo'), at: 1 });
      const two = await fail(house.catalogue, { name: 'two', failure: lacks('cargo'), at: 2 });
      await fail(house.catalogue, { name: 'three', failure: lacks('swig'), at: 3 });
      const cause = 'missing-program:cargo';
      const list = async () => (await house.catalogue.listBuilds({ cause, limit: 9 })).map(({ id }) => id);
      expect(await list()).toEqual([two.id, one.id]);
      await house.catalogue.moveBuild(two.id, { from: 'failed', to: queued, at: 4 });
      expect(await list()).toEqual([one.id]);
      expect(await house.catalogue.listBuilds({ cause: 'missing-program:cargos', limit: 9 })).toEqual([]);
      expect(await house.catalogue.listBuilds({ cause, states: ['queued'], limit: 9 })).toEqual([]);
    });

    it.each([0, 101, 1.5])('refuse a list of %d causes', async (limit) => {
      await using house = await open();
      expect(() => house.catalogue.listFailureClusters({ limit })).toThrow('a list of causes has 1 to 100');
    });
  });
}

async function fail(
  catalogue: Catalogue,
  failed: { readonly name: string; readonly failure: Failure; readonly at: number },
): Promise<Build> {
  const build = await addBuildOf(catalogue, failed.name);
  const to = { name: 'failed', failure: failed.failure, inputs: null } as const;
  if (!(await catalogue.moveBuild(build.id, { from: 'queued', to, at: failed.at })))
    throw new Error(`build ${build.id} was not queued`);
  return build;
}
