import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { array, assert, asyncProperty, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../src/domain/sha256.ts';
import { BlobMismatch, BlobTooLarge, type Blobs } from '../../src/farm/ports.ts';

/** One kind of blobs, and a look at every file that it has made anywhere. */
export type BlobHouse = {
  readonly blobs: Blobs;
  readonly listFiles: () => Promise<readonly string[]>;
} & AsyncDisposable;

/** What every kind of blobs promises. A server learns that a sender is gone only in a while: hence the polling for left-overs. */
export function describeBlobs(kind: string, openHouse: () => Promise<BlobHouse>): void {
  describe(`blobs ${kind}`, () => {
    it('gives back any bytes, however they were cut into chunks', async () => {
      await using house = await openHouse();
      await assert(
        asyncProperty(array(uint8Array({ maxLength: 300 }), { maxLength: 20 }), async (chunks) => {
          const whole = Buffer.concat(chunks);
          const stored = await house.blobs.put(Readable.from(chunks, { objectMode: false }));
          expect(stored).toEqual({ sha256: sha256Of(whole), sizeBytes: whole.byteLength });
          expect(await readAll(house.blobs, stored.sha256)).toEqual(whole);
        }),
        { numRuns: 25 },
      );
    });

    it('gives back several megabytes unharmed', async () => {
      await using house = await openHouse();
      const content = randomBytes(5 * 1024 ** 2 + 7);
      const { sha256, sizeBytes } = await house.blobs.put(streamOf(content));
      expect(sizeBytes).toBe(content.byteLength);
      expect(sha256Of(await readAll(house.blobs, sha256))).toBe(sha256);
    });

    it('takes content under the hash that was promised', async () => {
      await using house = await openHouse();
      const content = Buffer.from('as promised');
      const expected = sha256Of(content);
      expect(await house.blobs.put(streamOf(content), { expect: expected, limitBytes: 11 })).toEqual({
        sha256: expected,
        sizeBytes: 11,
      });
      expect(await house.blobs.has(expected)).toBe(true);
    });

    it('keeps one file of content that is put twice, also at once', async () => {
      await using house = await openHouse();
      const content = Buffer.from('twice');
      const puts = await Promise.all([1, 2, 3].map(() => house.blobs.put(streamOf(content))));
      expect(new Set(puts.map((put) => put.sha256)).size).toBe(1);
      expect(await house.listFiles()).toHaveLength(1);
      expect(await readAll(house.blobs, sha256Of(content))).toEqual(content);
    });

    it('knows nothing of a hash that was never put', async () => {
      await using house = await openHouse();
      expect(await house.blobs.get(sha256Of('nowhere'))).toBeNull();
      expect(await house.blobs.get(sha256Of('nowhere'), { start: 0, end: 0 })).toBeNull();
      expect(await house.blobs.has(sha256Of('nowhere'))).toBe(false);
    });

    it('refuses content that is not what was promised, and keeps nothing of it', async () => {
      await using house = await openHouse();
      const lie = streamOf(randomBytes(300_000));
      await expect(house.blobs.put(lie, { expect: sha256Of('something else') })).rejects.toThrow(
        BlobMismatch,
      );
      expect(await house.blobs.has(sha256Of('something else'))).toBe(false);
      await expect.poll(house.listFiles).toEqual([]);
    });

    it.each([{ promise: 'with' }, { promise: 'without' }])(
      'stops reading at the limit, $promise a promised hash, and keeps nothing',
      async ({ promise }) => {
        await using house = await openHouse();
        let given = 0;
        const endless = Readable.from(
          (function* () {
            for (;;) yield Buffer.alloc(1000, (given += 1));
          })(),
          { objectMode: false },
        );
        const promised = promise === 'with' ? { expect: sha256Of('endless') } : {};
        const put = house.blobs.put(endless, { ...promised, limitBytes: 100_000 });
        await expect(put).rejects.toThrow(BlobTooLarge);
        expect(given).toBeLessThan(1000);
        expect(endless.destroyed).toBe(true);
        await expect.poll(house.listFiles).toEqual([]);
      },
    );

    it('takes content that is exactly as large as the limit', async () => {
      await using house = await openHouse();
      expect((await house.blobs.put(streamOf(Buffer.alloc(100)), { limitBytes: 100 })).sizeBytes).toBe(100);
    });

    it.each([{ promise: 'with' }, { promise: 'without' }])(
      'keeps nothing of a stream that breaks off, $promise a promised hash, and says why it did',
      async ({ promise }) => {
        await using house = await openHouse();
        const broken = Readable.from(
          (async function* () {
            yield randomBytes(200_000);
            throw new Error('the sender hung up');
          })(),
          { objectMode: false },
        );
        const promised = promise === 'with' ? { expect: sha256Of('whole') } : {};
        await expect(house.blobs.put(broken, promised)).rejects.toThrow('the sender hung up');
        await expect.poll(house.listFiles).toEqual([]);
      },
    );

    it('keeps nothing of a stream that was destroyed on the way', async () => {
      await using house = await openHouse();
      const content = new Readable({ read() {} });
      content.push(randomBytes(100_000));
      const put = house.blobs.put(content);
      content.destroy();
      await expect(put).rejects.toThrow('Premature close');
      await expect.poll(house.listFiles).toEqual([]);
    });

    it.each([
      { range: { start: 0, end: 0 }, bytes: '0' },
      { range: { start: 3, end: 5 }, bytes: '345' },
      { range: { start: 8, end: 9 }, bytes: '89' },
      { range: { start: 8, end: 4000 }, bytes: '89' },
      { range: { start: 10, end: 12 }, bytes: '' },
    ])(
      'gives bytes $range.start to $range.end of ten, and the size of the whole',
      async ({ range, bytes }) => {
        await using house = await openHouse();
        const { sha256 } = await house.blobs.put(streamOf(Buffer.from('0123456789')));
        const part = await house.blobs.get(sha256, range);
        expect(part?.sizeBytes).toBe(10);
        expect(part && (await buffer(part.content)).toString()).toBe(bytes);
      },
    );

    it('has the empty blob like any other', async () => {
      await using house = await openHouse();
      const { sha256, sizeBytes } = await house.blobs.put(Readable.from([]));
      expect({ sha256, sizeBytes }).toEqual({ sha256: sha256Of(''), sizeBytes: 0 });
      expect(await readAll(house.blobs, sha256)).toHaveLength(0);
    });

    it('goes on after a reader that leaves in the middle', async () => {
      await using house = await openHouse();
      const { sha256 } = await house.blobs.put(streamOf(randomBytes(3_000_000)));
      for (let reader = 0; reader < 5; reader += 1) {
        const blob = await house.blobs.get(sha256);
        await blob?.content.take(1).toArray();
        blob?.content.destroy();
      }
      expect(await readAll(house.blobs, sha256)).toHaveLength(3_000_000);
    });
  });
}

/** In chunks, as from a socket. */
export const streamOf = (content: Uint8Array): Readable =>
  Readable.from(
    (function* () {
      for (let start = 0; start < content.byteLength; start += 65_536) {
        yield content.subarray(start, start + 65_536);
      }
    })(),
    { objectMode: false },
  );

export async function readAll(blobs: Blobs, sha256: ReturnType<typeof sha256Of>): Promise<Buffer> {
  const blob = await blobs.get(sha256);
  if (!blob) throw new Error(`no blob ${sha256}`);
  return await buffer(blob.content);
}
