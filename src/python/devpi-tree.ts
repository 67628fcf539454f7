import { z } from 'zod';
import type { DevpiIndex, DevpiProtocol } from '../domain/publisher.ts';
import { RemoteTrouble } from '../farm/remote-index.ts';
import { readJson, type DevpiSession } from './devpi-session.ts';
import { readRemoteWords } from './remote-words.ts';

const indexSchema = z.object({
  result: z.object({
    type: z.string().default('stage'),
    bases: z.array(z.string()).default([]),
    volatile: z.boolean().default(true),
    acl_upload: z.array(z.string()).default([]),
  }),
});

/** Makes the indexes that are not there yet; says of the others where they differ from what is wished. */
export async function ensureDevpiTree(
  session: DevpiSession,
  wanted: Pick<DevpiProtocol, 'create' | 'existing'> & { readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const index of wanted.create) {
    const { signal } = wanted;
    const made = await session.askJson(index.path, { method: 'PUT', json: settingsOf(index), signal });
    if (made.status === 200 || made.status === 201) continue;
    if (made.status !== 409)
      throw new RemoteTrouble(`the index ${index.path} can't be made: ${readRemoteWords(made)}`);
    differences.push(...(await compare(session, { index, ...wanted })));
  }
  return differences;
}

async function compare(
  session: DevpiSession,
  wanted: Pick<DevpiProtocol, 'existing'> & { readonly index: DevpiIndex; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const { index, existing, signal } = wanted;
  const path = `${index.path}?no_projects=`;
  const response = await session.askJson(path, { method: 'GET', json: undefined, signal });
  if (response.status !== 200)
    throw new RemoteTrouble(`the index ${index.path} can't be read: ${readRemoteWords(response)}`);
  const { result } = readJson(response, indexSchema);
  const wishes = Object.entries(settingsOf(index));
  const different = wishes.filter(
    ([key, wish]) => !isSame(wish, Object.getOwnPropertyDescriptor(result, key)?.value, key),
  );
  if (different.length === 0) return [];
  if (existing === 'change') {
    const changed = await session.askJson(index.path, {
      method: 'PATCH',
      json: Object.fromEntries(different),
      signal,
    });
    if (changed.status === 200) return [];
    return [`the index ${index.path} can't be changed: ${readRemoteWords(changed)}`];
  }
  return different.map(([key, wish]) => {
    const has: unknown = Object.getOwnPropertyDescriptor(result, key)?.value;
    return `the index ${index.path} has ${key} ${JSON.stringify(has)}, wished is ${JSON.stringify(wish)}`.slice(
      0,
      500,
    );
  });
}

const settingsOf = (index: DevpiIndex): Readonly<Record<string, unknown>> => ({
  type: 'stage',
  bases: index.bases,
  volatile: index.volatile,
  ...(index.aclUpload !== null && { acl_upload: index.aclUpload }),
});

/** The order of bases has a meaning, that of names in a list of rights has none. */
function isSame(wish: unknown, has: unknown, key: string): boolean {
  const inOrder = (value: unknown): unknown =>
    key === 'acl_upload' && Array.isArray(value) ? value.map(String).toSorted() : value;
  return JSON.stringify(inOrder(wish)) === JSON.stringify(inOrder(has));
}
