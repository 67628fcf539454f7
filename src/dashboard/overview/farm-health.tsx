import type { StorageView } from '../../http/contract/storage.ts';
import { usePublishers, useUpstreams } from '../farm/upstreams.ts';
import { publisherHealth, upstreamHealth } from '../upstreams/remote-health.ts';
import { useStorage, useWorkers } from '../farm/workers.ts';
import { Link } from '../navigation/link.tsx';
import { workerPath } from '../navigation/page-address.ts';
import { HealthMark, type Health } from '../words/health-mark.tsx';
import { count, renderBytes } from '../words/measures.ts';
import { healthOf } from '../workers/worker-health.ts';
import { Slots } from '../workers/slots.tsx';

const mostWorkers = 8;

/** Workers, upstreams, publishers and the disk, a line each. */
export const FarmHealth = () => (
  <section aria-labelledby="health">
    <h2 id="health">Health</h2>
    <dl className="facts health-facts">
      <dt>
        <Link to="/workers">workers</Link>
      </dt>
      <dd>
        <Workers />
      </dd>
      <dt>
        <Link to="/upstreams">upstreams</Link>
      </dt>
      <dd>
        <Upstreams />
      </dd>
      <dt>
        <Link to="/upstreams">publishers</Link>
      </dt>
      <dd>
        <Publishers />
      </dd>
      <dt>disk</dt>
      <dd>
        <Disk />
      </dd>
    </dl>
  </section>
);

function Workers() {
  const workers = useWorkers().data?.workers;
  if (workers === undefined) return <Asking />;
  if (workers.length === 0) return 'none is there';
  return (
    <ul className="plain">
      {workers.slice(0, mostWorkers).map((worker) => (
        <li key={`${worker.platform} ${worker.name}`} className="health-line">
          <Link to={workerPath(worker.name)}>{worker.name}</Link>
          <HealthMark health={healthOf(worker)} words={worker.state} />
          {worker.state !== 'gone' && <Slots running={worker.running.length} slots={worker.slots} />}
        </li>
      ))}
      {workers.length > mostWorkers && <li>and {workers.length - mostWorkers} more</li>}
    </ul>
  );
}

function Upstreams() {
  const upstreams = useUpstreams().data?.upstreams;
  if (upstreams === undefined) return <Asking />;
  return (
    <Remotes
      remotes={upstreams.map((upstream) => ({
        name: upstream.name,
        health: upstreamHealth(upstream),
        more: count(upstream.projects, 'project'),
      }))}
    />
  );
}

function Publishers() {
  const publishers = usePublishers().data?.publishers;
  if (publishers === undefined) return <Asking />;
  return (
    <Remotes
      remotes={publishers.map((publisher) => ({
        name: publisher.name,
        health: publisherHealth(publisher),
        more: publisher.pending === 0 ? publisher.state : `${publisher.pending.toLocaleString('en')} waiting`,
      }))}
    />
  );
}

type RemotesProps = {
  readonly remotes: readonly { readonly name: string; readonly health: Health; readonly more: string }[];
};

const Remotes = ({ remotes }: RemotesProps) =>
  remotes.length === 0 ? (
    <span className="aside">none</span>
  ) : (
    <ul className="plain in-line">
      {remotes.map(({ name, health, more }) => (
        <li key={name}>
          <HealthMark health={health} words={name} /> <span className="aside">{more}</span>
        </li>
      ))}
    </ul>
  );

function Disk() {
  const storage = useStorage().data;
  if (storage === undefined) return <Asking />;
  const { disk, parts } = storage;
  return (
    <>
      {disk === null ? (
        'unknown'
      ) : (
        <>
          <HealthMark
            health={disk.state === 'well' ? 'well' : disk.state === 'low' ? 'troubled' : 'bad'}
            words={`${renderBytes(disk.freeBytes)} of ${renderBytes(disk.totalBytes)} free`}
          />
          <meter
            aria-label="Disk in use"
            min={0}
            max={Math.max(1, disk.totalBytes)}
            value={disk.totalBytes - disk.freeBytes}
            className={disk.state}
          />
        </>
      )}
      <span className="aside">{describeParts(parts)}</span>
    </>
  );
}

const describeParts = (parts: StorageView['parts']): string =>
  parts.length === 0
    ? 'the data folder is being measured'
    : parts.map(({ part, bytes }) => `${part} ${renderBytes(bytes)}`).join(', ');

const Asking = () => <span className="aside">…</span>;
