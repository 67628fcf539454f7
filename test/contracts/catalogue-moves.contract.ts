import { describe, expect, it } from 'vitest';
import { mostMoves } from '../../src/domain/build-moves.ts';
import { addBuildOf, nextAttempt, queued } from './catalogue-samples.ts';
import type { OpenCatalogue } from './catalogue.contract.ts';

/* What every catalogue promises of how builds came to where they are. */

export function describeMoves(kind: string, open: OpenCatalogue): void {
  describe(`moves of builds in a catalogue ${kind}`, () => {
    it('are kept from the request on, with what each state names; a move that was refused is none', async () => {
      await using house = await open();
      const { catalogue } = house;
      const other = await addBuildOf(catalogue, 'cython');
      const { id } = await addBuildOf(catalogue, 'lxml');
      const attempt = await catalogue.addAttempt(id, nextAttempt);
      const waiting = { name: 'waiting', on: other.id, reason: 'requirement' } as const;
      await catalogue.moveBuild(id, { from: 'queued', to: waiting, at: 4000 });
      await catalogue.moveBuild(id, { from: 'queued', to: waiting, at: 4500 });
      await catalogue.moveBuild(id, { from: 'waiting', to: queued, at: 5000 });
      expect(await catalogue.listBuildMoves(id)).toEqual([
        { at: 2000, state: 'queued', attempt: null, on: null },
        { at: 3000, state: 'queued', attempt: attempt?.id, on: null },
        { at: 4000, state: 'waiting', attempt: null, on: other.id },
        { at: 5000, state: 'queued', attempt: null, on: null },
      ]);
      await addBuildOf(catalogue, 'lxml');
      expect(await catalogue.listBuildMoves(id)).toHaveLength(4);
      expect(await catalogue.listBuildMoves(other.id)).toHaveLength(1);
    });

    it('are forgotten but for the last of them', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'lxml');
      for (let times = 1; times <= mostMoves; times++)
        await house.catalogue.moveBuild(id, { from: 'queued', to: queued, at: 2000 + times });
      const moves = await house.catalogue.listBuildMoves(id);
      expect(moves).toHaveLength(mostMoves);
      expect(moves[0]?.at).toBe(2001);
      expect(moves.at(-1)?.at).toBe(2000 + mostMoves);
    });
  });
}
