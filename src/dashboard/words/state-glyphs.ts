import type { BuildStateName } from '../../domain/build-state.ts';

/** One sign for each state, so that a state can be told without its colour and stands in the title of a tab. */
export const stateGlyphs: Readonly<Record<BuildStateName, string>> = {
  queued: '○',
  waiting: '◷',
  building: '▶',
  verifying: '◎',
  publishing: '↑',
  held: '‖',
  succeeded: '✓',
  failed: '✗',
  blocked: '⊘',
  cancelled: '–',
};
