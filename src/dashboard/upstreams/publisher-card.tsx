import type { PublisherView } from '../../http/contract/publisher.ts';
import { useMay } from '../farm/farm-state.ts';
import { usePublisherActions } from '../farm/flows.ts';
import { HealthMark } from '../words/health-mark.tsx';
import { count } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { Trouble } from '../words/trouble.tsx';
import { publisherHealth } from './flow-health.ts';
import { RefusedFiles } from './refused-files.tsx';

type CardProps = { readonly publisher: PublisherView; readonly now: number };

export function PublisherCard({ publisher, now }: CardProps) {
  const { name, kind, url, nodes, state, problem, triesAgainAt, pending, refused } = publisher;
  const { oldestPendingAt, lastSentAt, differences } = publisher;
  return (
    <article className="flow">
      <div className="flow-head">
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
          <span className="sentence">{problem}</span>
          {triesAgainAt !== null &&
            triesAgainAt > now &&
            ` Tried again in ${Math.ceil((triesAgainAt - now) / 1000)} s.`}
        </p>
      )}
      <dl className="facts">
        <dt>backlog</dt>
        <dd>
          {pending === 0 ? 'nothing waits' : `${count(pending, 'file')} on their way`}
          {oldestPendingAt !== null && (
            <>
              , the oldest for <TimeAgo at={oldestPendingAt} now={now} />
            </>
          )}
        </dd>
        <dt>last sent</dt>
        <dd>
          {lastSentAt === null ? (
            'nothing since the server was started'
          ) : (
            <>
              <TimeAgo at={lastSentAt} now={now} /> ago
            </>
          )}
        </dd>
        <dt>compared</dt>
        <dd>
          <Resync publisher={publisher} now={now} />
        </dd>
      </dl>
      {differences.length > 0 && (
        <ul className="plain problems">
          {differences.map((difference) => (
            <li key={difference} className="warn">
              {difference}
            </li>
          ))}
        </ul>
      )}
      {refused > 0 && <RefusedFiles name={name} refused={refused} now={now} />}
    </article>
  );
}

function Resync({ publisher: { resync }, now }: CardProps) {
  if (resync === null) return 'not since the server was started';
  const { state, files, same, missing, different, problem, startedAt, endedAt } = resync;
  const counts = `${count(files, 'file')}: ${same} the same, ${missing} missing, ${different} different`;
  return (
    <>
      {state === 'running' ? (
        'now'
      ) : (
        <>
          <TimeAgo at={endedAt ?? startedAt} now={now} /> ago
        </>
      )}
      , {counts}
      {problem !== null && <span className="trouble"> broken off: {problem}</span>}
    </>
  );
}

function Actions({ publisher: { name, refused, resync } }: Pick<CardProps, 'publisher'>) {
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
