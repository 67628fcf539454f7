import * as fc from 'fast-check';
import { open } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readElf } from '../../src/python/elf.ts';
import { writeElf } from './write-wheel.ts';

const readBuffer = (file: Buffer): ReturnType<typeof readElf> =>
  readElf((offset, length) => Promise.resolve(file.subarray(offset, offset + length)));

describe('an ELF file', () => {
  test.each([
    [64, 'little'],
    [64, 'big'],
    [32, 'little'],
    [32, 'big'],
  ] as const)('of %i bits, %s endian, tells what it needs', async (bits, order) => {
    const needed = ['libssl.so.3', 'libc.so.6'];
    expect(await readBuffer(writeElf({ bits, order, needed }))).toEqual({
      ok: true,
      value: { machine: 62, needed },
    });
  });

  test('as a real linker wrote it is read: the program that runs this test', async () => {
    await using file = await open(process.execPath);
    const facts = await readElf(async (offset, length) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    });
    expect(facts.ok && facts.value.needed).toEqual(expect.arrayContaining(['libc.so.6', 'libm.so.6']));
  });

  test('that needs nothing, or has no dynamic section, is fine', async () => {
    expect(await readBuffer(writeElf({ bits: 64, order: 'little', needed: [] }))).toMatchObject({
      ok: true,
      value: { needed: [] },
    });
    const static_ = writeElf({ bits: 64, order: 'little', needed: [] });
    static_.writeUInt16LE(0, 56);
    expect(await readBuffer(static_)).toMatchObject({ ok: true, value: { needed: [] } });
  });

  test('cut anywhere is refused, or read as the whole', async () => {
    const whole = writeElf({ bits: 64, order: 'little', needed: ['libz.so.1'] });
    for (let length = 4; length < whole.length; length++) {
      expect((await readBuffer(whole.subarray(0, length))).ok).toBe(false);
    }
  });

  test('with any bytes changed ends in a value, and asks for no more than its bounds', async () => {
    const whole = writeElf({ bits: 64, order: 'little', needed: ['libz.so.1', 'libc.so.6'] });
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
        const file = Buffer.from(whole);
        for (const [at, value] of changes) file[at] = value;
        await readElf((offset, length) => {
          expect(length).toBeLessThanOrEqual(64 * 1024 ** 2);
          return Promise.resolve(file.subarray(offset, offset + length));
        });
      }),
    );
  });
});
