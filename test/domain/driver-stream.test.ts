import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDriverEvent } from '../../src/domain/driver-event.ts';
import { openFrameReader, ProtocolBreach } from '../../src/domain/driver-frames.ts';

function frame(type: string, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(5);
  header.write(type, 0, 'latin1');
  header.writeUInt32BE(payload.length, 1);
  return Buffer.concat([header, payload]);
}

test('frames come out whole, however the stream is cut', () => {
  const frames = fc.array(fc.tuple(fc.constantFrom('L', 'E', 'W'), fc.uint8Array({ maxLength: 200 })), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (sent, cuts) => {
      const stream = Buffer.concat(sent.map(([type, payload]) => frame(type, payload)));
      const read = openFrameReader();
      const got: [string, number[]][] = [];
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const size = cuts[turn % cuts.length] ?? 1;
        for (const { type, payload } of read(stream.subarray(at, at + size))) got.push([type, [...payload]]);
        at += size;
      }
      expect(got).toEqual(sent.map(([type, payload]) => [type, [...payload]]));
    }),
  );
});

test.each([
  ['an unknown type', frame('X', Buffer.alloc(1))],
  ['an endless frame', Buffer.from([0x4c, 0xff, 0xff, 0xff, 0xff])],
])('%s is a breach of the protocol, not a crash or a wait', (_name, bytes) => {
  expect(() => openFrameReader()(bytes)).toThrow(ProtocolBreach);
});

test.each([
  '',
  '{',
  '[]',
  '{"event":"end"}',
  '{"event":"wheel","filename":"x","size":-1}',
  '{"event":"phase","phase":"lunch"}',
])('the event %j is a breach of the protocol', (text) => {
  expect(() => parseDriverEvent(Buffer.from(text))).toThrow(ProtocolBreach);
});

test('an event of the driver is read', () => {
  expect(parseDriverEvent(Buffer.from('{"event":"phase","phase":"build"}'))).toEqual({
    event: 'phase',
    phase: 'build',
  });
});
