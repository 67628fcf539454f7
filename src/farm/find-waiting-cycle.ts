import type { BuildId } from '../domain/build-state.ts';
import { renderRelease } from '../domain/release.ts';
import type { Catalogue } from './catalogue-port.ts';

/** Real tool chains are a handful deep. A longer one is taken for a cycle: somebody upstream may make them endless. */
const deepest = 20;

/** The releases on the way from a build to one that would wait for it; null where waiting for it leads to an end. */
export async function findWaitingCycle(
  catalogue: Catalogue,
  wish: { readonly waiter: BuildId; readonly on: BuildId },
): Promise<readonly string[] | null> {
  const through: string[] = [];
  let id = wish.on;
  while (through.length < deepest) {
    const build = await catalogue.findBuild(id);
    if (build === null) return null;
    through.push(renderRelease(build.release));
    if (id === wish.waiter) return through;
    // A listing of OS packages ends by itself.
    if (build.state.name !== 'waiting' || build.state.reason === 'file-index') return null;
    id = build.state.on;
  }
  return through;
}
