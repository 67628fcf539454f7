import { json as readJson } from 'node:stream/consumers';
import * as z from 'zod';
import type { ImageFacts } from '../domain/image.ts';
import { identityOf } from '../domain/image.ts';
import type { SeenImage } from '../domain/outcome.ts';
import type { Blobs } from './ports.ts';

const StoredFacts = z.object({
  manifest: z.array(z.string()),
  libraries: z.record(z.string(), z.string()),
  symbols: z.record(z.string(), z.array(z.string())).optional(),
});

/** What a worker said that is in an image; null when the blob is gone. */
export async function readImageFacts(
  blobs: Pick<Blobs, 'get'>,
  image: Pick<SeenImage, 'facts'>,
): Promise<ImageFacts | null> {
  const blob = await blobs.get(image.facts);
  if (blob === null) return null;
  const { symbols, ...facts } = StoredFacts.parse(await readJson(blob.content));
  return { ...facts, identity: identityOf(facts.manifest), ...(symbols !== undefined && { symbols }) };
}
