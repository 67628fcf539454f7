import type { WorkerView } from '../../http/contract/worker.ts';
import { useWorkers } from '../farm/workers.ts';
import { Link } from '../navigation/link.tsx';
import { workerPath } from '../navigation/page-address.ts';
import { Copyable } from '../words/copyable.tsx';
import { HealthMark } from '../words/health-mark.tsx';
import { renderBytes } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { Slots } from './slots.tsx';
import { healthOf } from './worker-health.ts';
import { Waiting } from '../words/waiting.tsx';
import { PageHead } from '../words/page-head.tsx';
import { RunningRelease } from './running-release.tsx';
import { plainWords } from '../../domain/plain-words.ts';
import { TableHead } from '../words/table-head.tsx';

/** Who works for the farm, and who did within the last hour. */
export function WorkersPage() {
  const { data, error } = useWorkers();
  return (
    <>
      <PageHead name="Workers" />
      {data === undefined ? (
        <Waiting problem={error} />
      ) : data.workers.length === 0 ? (
        <NoWorkers />
      ) : (
        <WorkerTable workers={data.workers} />
      )}
    </>
  );
}

const NoWorkers = () => (
  <>
    <p>
      No worker is there, and none was within the last hour: what is queued waits. On a host with a container
      engine:
    </p>
    <Copyable text="wheelyard work" label="Copy the command that starts a worker" />
  </>
);

const WorkerTable = ({ workers }: { readonly workers: readonly WorkerView[] }) => (
  <table className="workers stacked">
    <TableHead columns={['Worker', 'State', 'Slots', 'Runs', 'Host', 'Seen']} figures={['Seen']} />
    <tbody>
      {workers.map((worker) => (
        <WorkerRow key={`${worker.platform} ${worker.name}`} worker={worker} />
      ))}
    </tbody>
  </table>
);

function WorkerRow({ worker }: { readonly worker: WorkerView }) {
  const { name, platform, state, problem, slots, running, host, lastSeenAt } = worker;
  return (
    <tr>
      <th scope="row">
        <Link to={workerPath(name)}>{name}</Link>
        <small>{platform}</small>
      </th>
      <td data-label="State">
        <HealthMark health={healthOf(worker)} words={state} />
        {problem !== null && <small className="sentence">{plainWords(problem)}</small>}
      </td>
      <td data-label="Slots">
        <Slots running={running.length} slots={slots} />
      </td>
      <td data-label="Runs">
        <Running running={running} />
      </td>
      <td data-label="Host">
        {host === null
          ? 'says nothing'
          : `${host.engine ?? 'no engine'}, ${renderBytes(host.memoryBytes)} memory`}
        {host !== null && host.disk !== null && (
          <small>
            {renderBytes(host.disk.freeBytes)} of {renderBytes(host.disk.totalBytes)} disk free
            {host.disk.state !== 'well' && <strong className="warn"> ({host.disk.state})</strong>}
          </small>
        )}
      </td>
      <td data-label="Seen" className="figure">
        {lastSeenAt === null ? 'never' : <TimeAgo at={lastSeenAt} />}
      </td>
    </tr>
  );
}

/** Names of what a worker runs, each a link to its build. */
const Running = ({ running }: Pick<WorkerView, 'running'>) =>
  running.length === 0 ? (
    <span className="aside">nothing</span>
  ) : (
    <ul className="plain">
      {running.map((each) => (
        <li key={each.attempt}>
          <RunningRelease running={each} />
        </li>
      ))}
    </ul>
  );
