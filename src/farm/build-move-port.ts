import type { BuildMove } from '../domain/build-moves.ts';
import type { BuildId } from '../domain/build-state.ts';

/** What the catalogue knows of how builds came to where they are. */
export interface BuildMoves {
  /** In their order, the last 200; none, or not the first, of a build that was made before moves were kept. */
  listBuildMoves(id: BuildId): Promise<readonly BuildMove[]>;
}
