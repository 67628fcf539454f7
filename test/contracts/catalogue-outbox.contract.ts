import { describe, expect, it } from 'vitest';
import type { PublisherName } from '../../src/domain/publisher.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import type { OutboxState } from '../../src/farm/records.ts';
import type { OpenCatalogue } from './catalogue.contract.ts';
import { addBuildOf, bookworm, indexFileOf, sdistOf, trixie } from './catalogue-samples.ts';

const publisher = 'devpi' as PublisherName;
const everything = { publisher, nodes: [bookworm, 'sdists'], limit: 10, at: 7 };

/** Publishes `count` files of one build into a node. */
async function publish(catalogue: Catalogue, node: string, count: number): Promise<void> {
  const { id } = await addBuildOf(catalogue, 'demo');
  for (let version = 1; version <= count; version += 1)
    await catalogue.publishFile(indexFileOf(id, { node, name: 'demo', version: `${version}.0` }));
}

const list = (
  catalogue: Catalogue,
  states: readonly OutboxState['name'][] = ['pending', 'sent', 'refused'],
) => catalogue.listOutbox({ publisher, states, after: 0, limit: 100 });

/** What every catalogue promises of what goes to external indexes. */
export function describeOutbox(kind: string, open: OpenCatalogue): void {
  describe(`the outbox of a catalogue ${kind}`, () => {
    it('gets every file of the nodes that a publisher takes once, and the sdist with the first', async () => {
      await using house = await open();
      await publish(house.catalogue, bookworm, 2);
      await publish(house.catalogue, trixie, 2);
      expect(await house.catalogue.feedOutbox(everything)).toBe(4);
      expect(await house.catalogue.feedOutbox(everything)).toBe(0);
      const sdist = sdistOf('demo');
      const entries = await list(house.catalogue);
      expect(entries.map(({ node, filename }) => [node, filename])).toEqual([
        [bookworm, 'demo-1.0-py3-none-any.whl'],
        ['sdists', sdist.filename],
        [bookworm, 'demo-2.0-py3-none-any.whl'],
      ]);
      expect(entries[1]).toMatchObject({ sha256: sdist.sha256, wheel: entries[0]?.sha256, enteredAt: 7 });
      expect(entries[0]?.state).toEqual({ name: 'pending', tries: 0, notBefore: 0, problem: null });
    });

    it('is fed in pages that go on where the last one ended, also when nothing of a page was for the publisher', async () => {
      await using house = await open();
      await publish(house.catalogue, trixie, 3);
      await publish(house.catalogue, bookworm, 2);
      const feed = { ...everything, nodes: [bookworm], limit: 2 };
      const read = [];
      for (let page = 0; page < 4; page += 1) read.push(await house.catalogue.feedOutbox(feed));
      expect(read).toEqual([2, 2, 1, 0]);
      expect(await list(house.catalogue)).toHaveLength(2);
    });

    it('that is fed anew gets what is missing and keeps the state of what it has', async () => {
      await using house = await open();
      await publish(house.catalogue, bookworm, 1);
      await publish(house.catalogue, trixie, 1);
      await house.catalogue.feedOutbox({ ...everything, nodes: [bookworm] });
      const [first] = await list(house.catalogue);
      await house.catalogue.moveOutbox(first?.id ?? 0, { from: 'pending', to: { name: 'sent', at: 9 } });
      await house.catalogue.rewindOutbox(publisher);
      await house.catalogue.feedOutbox({ ...everything, nodes: [bookworm, trixie] });
      expect((await list(house.catalogue)).map(({ node, state }) => [node, state.name])).toEqual([
        [bookworm, 'sent'],
        [trixie, 'pending'],
      ]);
    });

    it('shows what is due, oldest first, and when the next is', async () => {
      await using house = await open();
      await publish(house.catalogue, bookworm, 3);
      await house.catalogue.feedOutbox({ ...everything, nodes: [bookworm] });
      const [one, two] = await list(house.catalogue);
      for (const [id, notBefore] of [
        [one?.id ?? 0, 500],
        [two?.id ?? 0, 300],
      ] as const) {
        const to = { name: 'pending', tries: 1, notBefore, problem: 'away' } as const;
        await house.catalogue.moveOutbox(id, { from: 'pending', to });
      }
      const due = async (now: number) =>
        (await house.catalogue.listDueOutbox({ publisher, now, limit: 10 })).map(
          ({ release }) => release.version,
        );
      expect([await due(100), await due(300), await due(500)]).toEqual([
        ['3.0'],
        ['2.0', '3.0'],
        ['1.0', '2.0', '3.0'],
      ]);
      expect(await house.catalogue.nextDueOutbox(publisher)).toBe(0);
      await house.catalogue.releaseOutbox(publisher);
      expect(await due(0)).toEqual(['1.0', '2.0', '3.0']);
      expect(await house.catalogue.nextDueOutbox('other' as PublisherName)).toBeNull();
    });

    it('counts what waits and what was refused, and lets the refused be tried again', async () => {
      await using house = await open();
      await publish(house.catalogue, bookworm, 3);
      await house.catalogue.feedOutbox({ ...everything, nodes: [bookworm] });
      const [one, two] = await list(house.catalogue);
      const refused = { name: 'refused', words: '403: not in the ACL', at: 8 } as const;
      expect(await house.catalogue.moveOutbox(one?.id ?? 0, { from: 'pending', to: refused })).toBe(true);
      expect(await house.catalogue.moveOutbox(one?.id ?? 0, { from: 'pending', to: refused })).toBe(false);
      await house.catalogue.moveOutbox(two?.id ?? 0, { from: 'pending', to: { name: 'sent', at: 8 } });
      expect(await house.catalogue.countOutbox(publisher)).toEqual({
        pending: 1,
        refused: 1,
        oldestPendingAt: 7,
      });
      expect((await list(house.catalogue, ['refused'])).map(({ state }) => state)).toEqual([refused]);
      expect(await house.catalogue.retryRefusedOutbox(publisher, 9)).toBe(1);
      expect((await list(house.catalogue, ['pending']))[0]?.state).toEqual({
        name: 'pending',
        tries: 1,
        notBefore: 9,
        problem: null,
      });
    });
  });
}
