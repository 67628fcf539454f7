import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitOutput } from '../../src/engine/output-stream.ts';

function frame(stream: number, bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

async function read(pieces: readonly Uint8Array[]): Promise<{ stdout: number[]; stderr: number[] }> {
  const read: { stdout: number[]; stderr: number[] } = { stdout: [], stderr: [] };
  for await (const { stream, bytes } of splitOutput(Readable.from(pieces))) read[stream].push(...bytes);
  return read;
}

test('both streams come out whole, however the connection cuts them', async () => {
  const frames = fc.array(fc.tuple(fc.constantFrom(1, 2), fc.uint8Array({ minLength: 1, maxLength: 60 })), {
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(frames, fc.integer({ min: 1, max: 30 }), async (sent, size) => {
      const bytes = Buffer.concat(sent.map(([stream, payload]) => frame(stream, payload)));
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      const of = (wanted: number): number[] =>
        sent.flatMap(([stream, payload]) => (stream === wanted ? [...payload] : []));
      expect(await read(pieces)).toEqual({ stdout: of(1), stderr: of(2) });
    }),
  );
});

test('a stream that ends inside a frame is an error, not a short output', async () => {
  await expect(read([frame(1, Buffer.alloc(10)).subarray(0, 12)])).rejects.toThrow('cut off');
});
