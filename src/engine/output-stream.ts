export type OutputChunk = { readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array };

const headerBytes = 8;

/**
 * Splits the engine's multiplexed attach stream: an 8-byte header (stream number, 3 zeros, big-endian length), then the
 * bytes. A payload is handed on as it comes, never gathered. Throws when the stream is cut inside a frame.
 * Source: https://docs.docker.com/reference/api/engine/ (ContainerAttach, stream format)
 */
export async function* splitOutput(source: AsyncIterable<string | Buffer>): AsyncGenerator<OutputChunk> {
  let header = Buffer.alloc(0);
  let left = 0;
  let stream: OutputChunk['stream'] = 'stdout';
  for await (const piece of source) {
    let rest: Buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(piece);
    while (rest.length > 0) {
      if (left === 0) {
        const wanted = headerBytes - header.length;
        header = Buffer.concat([header, rest.subarray(0, wanted)]);
        rest = rest.subarray(wanted);
        if (header.length < headerBytes) break;
        stream = header[0] === 2 ? 'stderr' : 'stdout';
        left = header.readUInt32BE(4);
        header = Buffer.alloc(0);
        continue;
      }
      const bytes = rest.subarray(0, left);
      rest = rest.subarray(bytes.length);
      left -= bytes.length;
      yield { stream, bytes };
    }
  }
  if (left > 0 || header.length > 0) throw new Error('the output stream was cut off');
}
