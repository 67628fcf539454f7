import { NotAFarm } from './farm-errors.ts';

/** A list of 500 builds is under 1 MiB; the story of one with many attempts may be longer. */
const longestReply = 64 * 1024 ** 2;

/** The body of a reply, which has its bound: what answers may be anything. */
export async function readText(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    length += piece.length;
    if (length > longestReply)
      throw new NotAFarm(`what answers at ${response.url} sends more than a farm ever says`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
