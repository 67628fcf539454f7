import { renderDuration, renderTime } from '../words/measures.ts';
import { endedIn, rateOf, type PlottedHour } from './plot-hours.ts';
import { TableHead } from '../words/table-head.tsx';

/** The plot in numbers, for who can't see it and who wants to know exactly; hours in which nothing ended are left out. */
export function HourTable({ hours }: { readonly hours: readonly PlottedHour[] }) {
  const told = hours.filter((hour) => endedIn(hour) > 0);
  return (
    <details className="hour-table">
      <summary>As a table</summary>
      {told.length === 0 ? (
        <p className="nothing">Nothing ended.</p>
      ) : (
        <div className="scrolling">
          <table>
            <TableHead columns={['Hour (UTC)', 'Succeeded', 'Failed', "Farm's fault", 'Rate', 'Median']} />
            <tbody>
              {told.toReversed().map((hour) => (
                <tr key={hour.at}>
                  <th scope="row">{renderTime(hour.at).slice(0, 16)}</th>
                  <td>{hour.succeeded}</td>
                  <td>{hour.failed}</td>
                  <td>{hour.farmFault}</td>
                  <td>{Math.round((rateOf(hour) ?? 0) * 100)} %</td>
                  <td>{hour.medianMilliseconds === null ? '–' : renderDuration(hour.medianMilliseconds)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
