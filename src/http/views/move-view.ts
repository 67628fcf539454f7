import { tellMoves, type BuildMove } from '../../domain/build-moves.ts';
import type { Attempt, Build } from '../../farm/records.ts';
import type { BuildMoveView } from '../contract/build.ts';

export const viewMoves = (
  build: Build,
  known: { readonly kept: readonly BuildMove[]; readonly attempts: readonly Attempt[] },
): readonly BuildMoveView[] =>
  tellMoves({
    createdAt: build.createdAt,
    changedAt: build.changedAt,
    state: build.state.name,
    kept: known.kept,
    attempts: known.attempts.map(({ id, plan, createdAt, outcome }) => ({
      id,
      kind: plan.kind,
      createdAt,
      startedAt: outcome?.evidence.startedAt ?? null,
    })),
  });
