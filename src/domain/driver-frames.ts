/**
 * The stream that a driver writes: frames of one type byte, a big-endian 32-bit length and a payload.
 * `L` log bytes of the build, `E` one JSON event, `W` a piece of the wheel. The build could write here too, so every
 * length is held against a bound and every event against its schema; what does not fit ends the attempt.
 */
export type DriverFrame = { readonly type: 'L' | 'E' | 'W'; readonly payload: Uint8Array };

/** The sandbox broke the protocol. */
export class ProtocolBreach extends Error {
  override readonly name = 'ProtocolBreach';
}

const headerBytes = 5;
const longest: Readonly<Record<DriverFrame['type'], number>> = {
  L: 64 * 1024,
  E: 1024 * 1024,
  W: 256 * 1024,
};

/** Takes the stream in pieces of any size and gives back the frames that are complete. Holds at most one frame. */
export function openFrameReader(): (piece: Uint8Array) => readonly DriverFrame[] {
  let held = Buffer.alloc(0);
  return (piece) => {
    const bytes = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece]);
    const frames: DriverFrame[] = [];
    let at = 0;
    while (bytes.length - at >= headerBytes) {
      const type = readType(bytes[at]);
      const length = bytes.readUInt32BE(at + 1);
      if (length > longest[type]) throw new ProtocolBreach(`a frame of ${length} bytes`);
      if (bytes.length - at - headerBytes < length) break;
      frames.push({ type, payload: bytes.subarray(at + headerBytes, at + headerBytes + length) });
      at += headerBytes + length;
    }
    held = bytes.subarray(at);
    return frames;
  };
}

function readType(byte: number | undefined): DriverFrame['type'] {
  const letter = String.fromCharCode(byte ?? 0);
  if (letter === 'L' || letter === 'E' || letter === 'W') return letter;
  throw new ProtocolBreach(`a frame of type ${byte ?? 'nothing'}`);
}
