import type { WorkerView } from '../../http/contract/worker.ts';
import { useWorker } from '../farm/workers.ts';
import { HealthMark } from '../words/health-mark.tsx';
import { count, renderBytes } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { TimeBar } from '../words/time-bar.tsx';
import { useNow } from '../words/use-now.ts';
import { CarriedOutTable } from './carried-out-table.tsx';
import { Slots } from './slots.tsx';
import { healthOf } from './worker-health.ts';
import { Waiting } from '../words/waiting.tsx';
import { PageHead } from '../words/page-head.tsx';
import { MoreButton } from '../words/more-button.tsx';
import { RunningRelease } from './running-release.tsx';
import { plainWords } from '../../domain/plain-words.ts';

/** One worker: what it is, what it runs, and what it carried out. */
export function WorkerPage({ name }: { readonly name: string }) {
  const attempts = useWorker(name);
  const { data, error } = attempts;
  const [worker] = data?.pages ?? [];
  return (
    <>
      <PageHead name={name} />
      {worker === undefined ? (
        <Waiting problem={error} />
      ) : (
        <>
          <WorkerFacts worker={worker} />
          <RunningNow worker={worker} />
          <section aria-labelledby="carried-out">
            <h2 id="carried-out">What it carried out</h2>
            <CarriedOutTable attempts={data?.pages.flatMap((page) => page.attempts) ?? []} />
            <MoreButton list={attempts}>Show earlier attempts</MoreButton>
          </section>
        </>
      )}
    </>
  );
}

type WorkerProps = { readonly worker: WorkerView };

function WorkerFacts({ worker }: WorkerProps) {
  const { platform, state, problem, slots, running, startedAt, lastSeenAt, outages, lastOutage, host } =
    worker;
  return (
    <>
      <p className="summary">
        <HealthMark health={healthOf(worker)} words={state} /> · {platform}
        {lastSeenAt !== null && (
          <>
            {' '}
            · heard of <TimeAgo at={lastSeenAt} /> ago
          </>
        )}
      </p>
      {problem !== null && (
        <p className="notice notice-bad">
          <span className="sentence">{plainWords(problem)}</span> It takes no work until that is over.
        </p>
      )}
      <dl className="facts worker-facts">
        <dt>slots</dt>
        <dd>{slots === null ? 'it does not say' : <Slots running={running.length} slots={slots} />}</dd>
        {startedAt !== null && (
          <>
            <dt>at work for</dt>
            <dd>
              <TimeAgo at={startedAt} />
            </dd>
          </>
        )}
        {host !== null && (
          <>
            <dt>version</dt>
            <dd>{host.version}</dd>
            <dt>engine</dt>
            <dd>{host.engine ?? 'does not answer'}</dd>
            <dt>memory</dt>
            <dd>{renderBytes(host.memoryBytes)}</dd>
            <dt>disk</dt>
            <dd>
              {host.disk === null
                ? 'unknown'
                : `${renderBytes(host.disk.freeBytes)} of ${renderBytes(host.disk.totalBytes)} free`}
              {host.disk !== null && host.disk.state !== 'well' && (
                <strong className="warn"> {host.disk.state}</strong>
              )}
            </dd>
          </>
        )}
        <dt>outages</dt>
        <dd>
          {outages === 0
            ? 'none since its start'
            : `${count(outages, 'time')} it handed work back since its start`}
          {lastOutage !== null && (
            <>
              , last <TimeAgo at={lastOutage.at} /> ago with attempt {lastOutage.attempt}:{' '}
              <span className="sentence">{plainWords(lastOutage.problem)}</span>
            </>
          )}
        </dd>
      </dl>
    </>
  );
}

const RunningNow = ({ worker: { running, state } }: WorkerProps) =>
  state === 'gone' ? null : (
    <section aria-labelledby="running-now">
      <h2 id="running-now">Runs now</h2>
      {running.length === 0 ? (
        <p className="nothing">Nothing.</p>
      ) : (
        <ul className="running">
          {running.map((each) => (
            <Running key={each.attempt} running={each} />
          ))}
        </ul>
      )}
    </section>
  );

function Running({ running }: { readonly running: WorkerView['running'][number] }) {
  const { attempt, target, progress } = running;
  const now = useNow();
  return (
    <li>
      <RunningRelease running={running} />
      <span className="aside">{target}</span>
      <span className="phase">{progress?.phase ?? 'begins'}</span>
      {progress !== null && (
        <TimeBar milliseconds={now - progress.startedAt} expected={null} label={`Time of ${attempt}`} />
      )}
    </li>
  );
}
