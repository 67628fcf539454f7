import type { BuildView } from '../../http/contract/build.ts';
import { useBuilds } from '../farm/builds.ts';
import { useQueue } from '../farm/farm-state.ts';
import { Link } from '../navigation/link.tsx';
import { TimeBar } from '../words/time-bar.tsx';
import { useNow } from '../words/use-now.ts';
import { everyBuild, overviewPath } from './build-filter.ts';
import { ReleaseLink } from '../words/release-link.tsx';

const mostShown = 10;
const atWork = { ...everyBuild, states: ['building', 'verifying'] } as const;

/** What is built now: the phase as it is heard, and how long that takes against what it took before. */
export function RunningBuilds() {
  const { data } = useBuilds(atWork);
  const { data: queue } = useQueue();
  const builds = data?.pages.flatMap((page) => page.builds) ?? [];
  const heard = new Map(queue?.running.map((running) => [running.attempt, running]));
  return (
    <section aria-labelledby="running">
      <h2 id="running">Running now</h2>
      {data !== undefined && builds.length === 0 && <p className="nothing">No build runs.</p>}
      <ul className="running">
        {builds.slice(0, mostShown).map((build) => {
          const attempt = 'attempt' in build.state ? build.state.attempt : null;
          const running = (attempt === null ? undefined : heard.get(attempt)) ?? build.running;
          return <RunningBuild key={build.id} build={{ ...build, running }} />;
        })}
      </ul>
      {builds.length > mostShown && (
        <p>
          <Link to={overviewPath(atWork)}>All that run</Link>
        </p>
      )}
    </section>
  );
}

function RunningBuild({ build }: { readonly build: BuildView }) {
  const now = useNow();
  const { id, project, version, target, state, running, changedAt, expectedMilliseconds } = build;
  return (
    <li>
      <ReleaseLink project={project} version={version} build={id} />
      <span className="aside">{target}</span>
      <span className="phase">
        {running?.phase ?? (state.name === 'verifying' ? 'to be verified' : 'begins')}
      </span>
      <TimeBar
        milliseconds={now - (running?.startedAt ?? changedAt)}
        expected={expectedMilliseconds}
        label={`Progress of ${project} ${version} on ${target}`}
      />
    </li>
  );
}
