import type Docker from 'dockerode';
import { pipeline } from 'node:stream/promises';
import { extract, type Extract } from 'tar-stream';
import type { Belongings } from './belongings.ts';
import { callEngine, statusOf } from './outage.ts';

/** A container that is never started, to read files out of its image. */
export type StillContainer = {
  /** What the path is or holds; null: there is no such path. Who reads the entries meets what goes wrong with them. */
  readonly unpack: (path: string, signal?: AbortSignal) => Promise<Extract | null>;
} & AsyncDisposable;

export async function openStillContainer(
  docker: Docker,
  { reference, belongings }: { readonly reference: string; readonly belongings: Belongings },
): Promise<StillContainer> {
  await using opened = new AsyncDisposableStack();
  const claim = opened.use(belongings.claim());
  const container = await callEngine(
    'open an image',
    docker.createContainer({ Image: reference, Cmd: ['true'], Labels: { ...claim.labels } }),
  );
  opened.defer(() => container.remove({ force: true }).catch(() => undefined));
  const all = opened.move();
  return {
    unpack: async (path, signal) => {
      const asked = container.getArchive({ path }).catch((error: unknown) => {
        if (statusOf(error) === 404) return null;
        throw error;
      });
      const archive = await callEngine('read an image', asked);
      if (archive === null) return null;
      const entries = extract();
      pipeline(archive, entries, { ...(signal && { signal }) }).catch(() => undefined);
      return entries;
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
