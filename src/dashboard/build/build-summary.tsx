import { plainWords } from '../../domain/plain-words.ts';
import type { BuildDetail } from '../../http/contract/build.ts';
import { useTargets } from '../farm/farm-state.ts';
import { Link } from '../navigation/link.tsx';
import { buildPath, targetPath } from '../navigation/page-address.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { RunningNotice } from './running-notice.tsx';
import { PipCommand } from '../words/pip-command.tsx';

type BuildProps = { readonly build: BuildDetail };

/** Where a build stands and what came of it. */
export function BuildSummary({ build }: BuildProps) {
  return (
    <>
      <p className="summary">
        Build {build.id} on <Link to={targetPath(build.target)}>{build.target}</Link>, asked for by{' '}
        {plainWords(build.requestedBy)} <TimeAgo at={build.createdAt} /> ago, {build.state.name} since{' '}
        <TimeAgo at={build.changedAt} />
      </p>
      <StateNotice build={build} />
    </>
  );
}

const rebuiltWords = {
  unchanged: 'Built again without a difference: the earlier file stands.',
  changed: 'Built again with a difference: it goes before the earlier file.',
} as const;

function StateNotice({ build }: BuildProps) {
  const { state } = build;
  switch (state.name) {
    case 'failed':
      return <FailureNotice failure={state.failure} />;
    case 'blocked':
      return <p className="notice">A rule forbids it: {plainWords(state.rule)}</p>;
    case 'cancelled':
      return <p className="notice">Cancelled by {plainWords(state.by)}.</p>;
    case 'waiting':
      return (
        <p className="notice">
          Waits on <Link to={buildPath(state.on)}>build {state.on}</Link>
          {state.reason === 'requirement' && ', which makes what it requires'}
          {state.reason === 'file-index' && ", which has the target's OS packages listed"}.
        </p>
      );
    case 'succeeded':
      return (
        <div className="notice notice-good">
          <p>
            <a href={state.path}>{state.filename}</a>
            {state.answeredBy !== null && (
              <>
                {' '}
                of <Link to={buildPath(state.answeredBy)}>build {state.answeredBy}</Link>, which serves this
                target too
              </>
            )}
          </p>
          {state.rebuilt !== null && <p>{rebuiltWords[state.rebuilt]}</p>}
          {state.degradation !== null && <p>It {state.degradation.sentence}.</p>}
          <PipInstall build={build} />
        </div>
      );
    case 'building':
    case 'verifying':
      return <RunningNotice build={build} attempt={state.attempt} />;
    case 'queued':
    case 'publishing':
    case 'held':
      return null;
  }
}

function PipInstall({ build }: BuildProps) {
  const { data } = useTargets();
  const target = data?.targets.find(({ name }) => name === build.target);
  if (target === undefined) return null;
  return <PipCommand indexPath={target.indexPath} release={build} label="Copy the pip command" />;
}
