import type { UpstreamView } from '../../http/contract/upstream.ts';
import { HealthMark } from '../words/health-mark.tsx';
import { count } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { upstreamHealth } from './remote-health.ts';
import { plainWords } from '../../domain/plain-words.ts';

const mostShown = 10;

export function UpstreamCard({ upstream }: { readonly upstream: UpstreamView }) {
  const { name, url, state, projects, lastLookAt, events, feed, problems } = upstream;
  return (
    <article className="remote">
      <h3>
        {name} <HealthMark health={upstreamHealth(upstream)} words={state} />
      </h3>
      <p className="aside">{url}</p>
      <dl className="facts">
        <dt>watched</dt>
        <dd>{count(projects, 'project')}</dd>
        <dt>last look</dt>
        <dd>{lastLookAt === null ? 'none yet' : <Ago at={lastLookAt} />}</dd>
        {events > 0 && (
          <>
            <dt>pushed events</dt>
            <dd>{events.toLocaleString('en')} not seen to yet</dd>
          </>
        )}
        {feed !== null && (
          <>
            <dt>{feed.kind}</dt>
            <dd>
              {feed.serial !== null && `read up to ${feed.serial}, `}
              {feed.askedAt === null ? (
                'not asked yet'
              ) : (
                <>
                  asked <Ago at={feed.askedAt} />
                </>
              )}
              {feed.problem !== null && (
                <div className="trouble">
                  <span className="sentence">{plainWords(feed.problem)}</span>
                  {feed.faults > 1 && ` (${count(feed.faults, 'time')} in a row)`}
                </div>
              )}
            </dd>
          </>
        )}
      </dl>
      {problems.length > 0 && (
        <details open={problems.length <= mostShown}>
          <summary>
            {count(problems.length, 'project')} {problems.length === 100 ? 'or more ' : ''}could not be looked
            at
          </summary>
          <ul className="plain problems">
            {problems.map(({ project, problem, faults, since }) => (
              <li key={project}>
                <strong>{project}</strong>: <span className="sentence">{plainWords(problem)}</span>{' '}
                <span className="aside">
                  {faults > 1 && `${count(faults, 'time')} in a row, last `}
                  <Ago at={since} />
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}

const Ago = ({ at }: { readonly at: number }) => (
  <>
    <TimeAgo at={at} /> ago
  </>
);
