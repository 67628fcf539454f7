import type { PublisherView } from '../../http/contract/publisher.ts';
import { useMay } from '../farm/farm-state.ts';
import { usePublisherActions } from '../farm/upstreams.ts';
import { HealthMark } from '../words/health-mark.tsx';
import { count } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { Trouble } from '../words/trouble.tsx';
import { publisherHealth } from './remote-health.ts';
import { RefusedFiles } from './refused-files.tsx';
import { useNow } from '../words/use-now.ts';
import { plainWords } from '../../domain/plain-words.ts';

type CardProps = { readonly publisher: PublisherView };

export function PublisherCard({ publisher }: CardProps) {
  const { name, kind, url, nodes, state, problem, triesAgainAt, pending, refused } = publisher;
  const { oldestPendingAt, lastSentAt, differences } = publisher;
  return (
    <article className="remote">
      <div className="remote-head">
        <h3>
          {name}{' '}
          <HealthMark
            health={publisherHealth(publisher)}
            words={refused > 0 ? `${state}, ${refused} refused` : state}
          />
        </h3>
        <Actions publisher={publisher} />
      </div>
      <p className="aside">
        {url} ({kind}) takes {nodes.join(', ')}
      </p>
      {problem !== null && (
        <p className="trouble">
          <span className="sentence">{plainWords(problem)}</span>
          {triesAgainAt !== null && <NextTry at={triesAgainAt} />}
        </p>
      )}
      <dl className="facts">
        <dt>backlog</dt>
        <dd>
          {pending === 0 ? 'nothing waits' : `${count(pending, 'file')} on their way`}
          {oldestPendingAt !== null && (
            <>
              , the oldest for <TimeAgo at={oldestPendingAt} />
            </>
          )}
        </dd>
        <dt>last sent</dt>
        <dd>
          {lastSentAt === null ? (
            'nothing since the server was started'
          ) : (
            <>
              <TimeAgo at={lastSentAt} /> ago
            </>
          )}
        </dd>
        <dt>compared</dt>
        <dd>
          <Resync publisher={publisher} />
        </dd>
      </dl>
      {differences.length > 0 && (
        <ul className="plain problems">
          {differences.map((difference) => (
            <li key={difference} className="warn">
              {plainWords(difference)}
            </li>
          ))}
        </ul>
      )}
      {refused > 0 && <RefusedFiles name={name} refused={refused} />}
    </article>
  );
}

function NextTry({ at }: { readonly at: number }) {
  const now = useNow();
  return at > now && ` Tried again in ${Math.ceil((at - now) / 1000)} s.`;
}

function Resync({ publisher: { resync } }: CardProps) {
  if (resync === null) return 'not since the server was started';
  const { state, files, same, missing, different, problem, startedAt, endedAt } = resync;
  const counts = `${count(files, 'file')}: ${same} the same, ${missing} missing, ${different} different`;
  return (
    <>
      {state === 'running' ? (
        'now'
      ) : (
        <>
          <TimeAgo at={endedAt ?? startedAt} /> ago
        </>
      )}
      , {counts}
      {problem !== null && <span className="trouble"> broken off: {plainWords(problem)}</span>}
    </>
  );
}

function Actions({ publisher: { name, refused, resync } }: CardProps) {
  const may = useMay('admin') === true;
  const actions = usePublisherActions(name);
  if (!may) return null;
  const isRunning = resync?.state === 'running';
  return (
    <div className="actions">
      {refused > 0 && (
        <button
          type="button"
          disabled={actions.retry.isPending}
          aria-label={`Send again what ${name} refused`}
          onClick={() => actions.retry.mutate()}
        >
          Send refused again
        </button>
      )}
      <button
        type="button"
        disabled={isRunning || actions.resync.isPending}
        aria-label={`Compare ${name} with the farm, and send what is missing`}
        onClick={() => actions.resync.mutate()}
      >
        {isRunning ? 'Comparing…' : 'Compare and send what is missing'}
      </button>
      <Trouble problem={actions.retry.error ?? actions.resync.error} />
    </div>
  );
}
