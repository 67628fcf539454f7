import { useState } from 'react';
import { isFinal } from '../../domain/build-state.ts';
import type { BuildDetail } from '../../http/contract/build.ts';
import { useBuild } from '../farm/builds.ts';
import { LogView } from '../log/log-view.tsx';
import { Link } from '../navigation/link.tsx';
import { projectPath } from '../navigation/page-address.ts';
import { StateMark } from '../words/state-mark.tsx';
import { Attempts, SeenInAttempts } from './attempts.tsx';
import { BuildActions } from './build-actions.tsx';
import { BuildTimeline } from './build-timeline.tsx';
import { BuildSummary } from './build-summary.tsx';
import { renderTitle } from './render-title.ts';
import { PageHead } from '../words/page-head.tsx';
import { Waiting } from '../words/waiting.tsx';

export function BuildPage({ id }: { readonly id: number }) {
  const { data: build, error } = useBuild(id);
  const followed = useFollowings(build !== undefined && isFinal(build.state.name));
  if (build === undefined) {
    return (
      <>
        <PageHead name={`Build ${id}`} />
        <Waiting problem={error} />
      </>
    );
  }
  return (
    <>
      <PageHead
        name={`${build.project} ${build.version}`}
        title={renderTitle(build)}
        heading={
          <>
            <Link to={projectPath(build.project)}>{build.project}</Link> {build.version}
          </>
        }
      >
        <StateMark name={build.state.name} />
        <BuildActions build={build} />
      </PageHead>
      <BuildSummary build={build} />
      <BuildTimeline build={build} />
      <Attempts attempts={build.attempts} />
      <LogView key={followed} build={id} diagnosis={findDiagnosis(build)} />
      <SeenInAttempts build={id} attempts={build.attempts} />
    </>
  );
}

/** The line of the log that says why, as far as there is one. */
function findDiagnosis({ state }: BuildDetail): string | null {
  const line = state.name === 'failed' ? state.failure.facts['line'] : null;
  return typeof line === 'string' && line.trim() !== '' ? line.trim() : null;
}

/** Counts how often the build began anew: its log had ended, and is to be followed again. */
function useFollowings(isOver: boolean): number {
  const [seen, setSeen] = useState({ isOver, times: 0 });
  if (seen.isOver === isOver) return seen.times;
  const next = { isOver, times: isOver ? seen.times : seen.times + 1 };
  setSeen(next);
  return next.times;
}
