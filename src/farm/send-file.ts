import { setTimeout as pause } from 'node:timers/promises';
import type { Sha256 } from '../domain/sha256.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Blobs } from './ports.ts';
import { RemoteTrouble, type RemoteFile, type RemoteIndex } from './remote-index.ts';
import type { OutboxEntry } from './records.ts';

export type SendPorts = {
  readonly catalogue: Pick<Catalogue, 'findWheel'>;
  readonly blobs: Blobs;
  /** Between two looks at an index that has taken a file and does not show it yet. */
  readonly lookPauses?: readonly number[];
};

export type SendResult = { readonly kind: 'sent' } | { readonly kind: 'refused'; readonly words: string };

/** Indexes that rebuild their pages in the background (Nexus, Pulp) show a file some moments late. */
const lookPauses = [0, 500, 2_000, 5_000];

/**
 * Brings one file to an index and makes sure that it arrived as it is. A try that follows another looks first: the other
 * may have come through although its answer did not. Throws RemoteTrouble where it is to be tried again.
 */
export async function sendFile(
  farm: SendPorts,
  sending: { readonly entry: OutboxEntry; readonly index: RemoteIndex; readonly signal: AbortSignal },
): Promise<SendResult> {
  const { entry, index, signal } = sending;
  const content = await farm.blobs.get(entry.sha256);
  if (content === null) return { kind: 'refused', words: 'the farm itself has lost this file' };
  const { sizeBytes } = content;
  const wanted = { ...sending, limitBytes: sizeBytes };
  try {
    if (entry.state.name === 'pending' && entry.state.tries > 1) {
      const found = await findRemote(wanted);
      if (found !== null) return judge(found, entry);
    }
    const wheel = await farm.catalogue.findWheel(entry.wheel);
    const answer = await index.upload({ entry, wheel, content: content.content, sizeBytes }, signal);
    if (answer.kind === 'refused') {
      // Some refuse what they have, however equal it is.
      const found = await findRemote(wanted);
      if (found === null) return answer;
      const judged = judge(found, entry);
      return judged.kind === 'sent' ? judged : { ...judged, words: `${answer.words}; ${judged.words}` };
    }
    for (const milliseconds of farm.lookPauses ?? lookPauses) {
      if (milliseconds > 0) await pause(milliseconds, undefined, { signal });
      const found = await findRemote(wanted);
      if (found !== null) return judge(found, entry);
    }
    throw new RemoteTrouble('the index took the file, but does not list it');
  } finally {
    content.content.destroy();
  }
}

/** `unreadable`: listed, but not to be had. */
type Found = Sha256 | 'unreadable';

async function findRemote(wanted: {
  readonly entry: OutboxEntry;
  readonly index: RemoteIndex;
  readonly limitBytes: number;
  readonly signal: AbortSignal;
}): Promise<Found | null> {
  const { entry, index, limitBytes, signal } = wanted;
  const query = { node: entry.node, project: entry.release.project };
  const files = await index.listFiles(query, signal);
  const file = files.find(({ filename }) => filename === entry.filename);
  return file === undefined ? null : hashOf(file, { index, limitBytes, signal });
}

/** The hash that the index names; where it names none, the file itself is read. */
export async function hashOf(
  file: RemoteFile,
  options: { readonly index: RemoteIndex; readonly limitBytes: number; readonly signal: AbortSignal },
): Promise<Found> {
  return file.sha256 ?? (await options.index.hashFile(file, options)) ?? 'unreadable';
}

export function judge(found: Found, entry: Pick<OutboxEntry, 'sha256'>): SendResult {
  if (found === entry.sha256) return { kind: 'sent' };
  const has = found === 'unreadable' ? 'it can not be read there' : `its sha256 there is ${found}`;
  return {
    kind: 'refused',
    words: `the index has another file under this name: ${has}, the farm's is ${entry.sha256}`,
  };
}
