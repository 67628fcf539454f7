/** One member of an archive, as its headers tell it: nothing of it is trusted yet. */
export type ArchiveEntry =
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly sizeBytes: number;
      readonly isExecutable: boolean;
      /** In a tar, only until the next entry is asked for. */
      readonly content: () => AsyncIterable<Uint8Array>;
    }
  | { readonly kind: 'folder'; readonly name: string }
  | { readonly kind: 'symlink' | 'hardlink'; readonly name: string; readonly target: string }
  | { readonly kind: 'special'; readonly name: string; readonly type: string };

/** All bytes of a member, or null when they are more than `limitBytes`. */
export async function collectContent(
  content: AsyncIterable<Uint8Array>,
  limitBytes: number,
): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of content) {
    total += chunk.byteLength;
    if (total > limitBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The first bytes of a member; the rest is read too, and dropped. */
export async function readBeginning(
  content: AsyncIterable<Uint8Array>,
  mostBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let missing = mostBytes;
  for await (const chunk of content) {
    if (missing > 0) chunks.push(chunk.subarray(0, missing));
    missing -= chunk.byteLength;
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
