import type { BuildId } from '../domain/build-state.ts';
import type { AttemptId } from '../domain/plan.ts';
import type { Catalogue } from '../farm/catalogue-port.ts';

type Changing = Pick<
  Catalogue,
  'addBuild' | 'moveBuild' | 'addAttempt' | 'endAttempt' | 'holdBuild' | 'publishHeld'
>;

/** Tells which build has changed once that stands in the catalogue, whose only writer is this process. */
export function announceBuilds(statements: Changing): Changing & Pick<Catalogue, 'onBuildChange'> {
  const listeners = new Set<(id: BuildId) => void>();
  const announce = (id: BuildId): void => {
    for (const listener of listeners) listener(id);
  };
  return {
    onBuildChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    addBuild: async (build, at) => {
      const added = await statements.addBuild(build, at);
      if (added.isNew) announce(added.build.id);
      return added;
    },
    moveBuild: async (id, move) => {
      const isMoved = await statements.moveBuild(id, move);
      if (isMoved) announce(id);
      return isMoved;
    },
    holdBuild: async (id, hold) => {
      const isHeld = await statements.holdBuild(id, hold);
      if (isHeld) announce(id);
      return isHeld;
    },
    publishHeld: async (campaign, at) => {
      const publication = await statements.publishHeld(campaign, at);
      if (publication.kind === 'published') for (const id of publication.builds) announce(id);
      return publication;
    },
    addAttempt: async (build, step) => {
      const attempt = await statements.addAttempt(build, step);
      if (attempt !== null) announce(build);
      return attempt;
    },
    endAttempt: async (id, outcome, at) => {
      const isFirst = await statements.endAttempt(id, outcome, at);
      if (isFirst) announce(buildOf(id));
      return isFirst;
    },
  };
}

/** `17.2` is an attempt of build 17. */
const buildOf = (attempt: AttemptId): BuildId => Number(attempt.split('.')[0]) as BuildId;
