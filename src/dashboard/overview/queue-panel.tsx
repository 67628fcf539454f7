import type { QueueView } from '../../http/contract/farm.ts';
import { useQueue } from '../farm/farm-state.ts';
import { renderDuration } from '../words/measures.ts';
import { Slots } from '../workers/slots.tsx';
import { TableHead } from '../words/table-head.tsx';

/** How deep the queue of each platform is, and about when it is done. */
export function QueuePanel() {
  const { data: queue } = useQueue();
  const platforms = queue?.platforms.filter(isOfUse) ?? [];
  return (
    <section aria-labelledby="queue">
      <h2 id="queue">Queue</h2>
      <table className="queue-table">
        <TableHead columns={['Platform', 'Queued', 'Slots', 'Done in']} figures={['Queued', 'Done in']} />
        <tbody>
          {platforms.map(({ platform, queued, running, slots, etaMilliseconds }) => (
            <tr key={platform}>
              <th scope="row">{platform}</th>
              <td className="figure">{queued.toLocaleString('en')}</td>
              <td>
                <Slots running={running} slots={slots} />
              </td>
              <td className="figure">{renderEta({ queued, running, etaMilliseconds })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type Platform = QueueView['platforms'][number];

/** Of a platform that nobody works on and nothing waits for there is nothing to say, unless it is the only one. */
const isOfUse = ({ queued, running, slots }: Platform, _: number, all: readonly Platform[]): boolean =>
  all.length === 1 || queued > 0 || running > 0 || slots > 0;

function renderEta({
  queued,
  running,
  etaMilliseconds,
}: Pick<Platform, 'queued' | 'running' | 'etaMilliseconds'>): string {
  if (queued + running === 0) return '–';
  if (etaMilliseconds === null) return 'unknown';
  return etaMilliseconds === 0 ? 'soon' : `~ ${renderDuration(etaMilliseconds)}`;
}
