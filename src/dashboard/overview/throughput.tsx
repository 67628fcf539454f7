import { useState } from 'react';
import type { StatisticsView } from '../../http/contract/statistics.ts';
import { useStatistics } from '../farm/workers.ts';
import { count, renderDuration } from '../words/measures.ts';
import { HourPlot } from './hour-plot.tsx';
import { HourTable } from './hour-table.tsx';
import { endedIn, rateOf } from './plot-hours.ts';

const spans = [
  { hours: 24, name: '24 hours' },
  { hours: 168, name: '7 days' },
] as const;

/** How many builds ended, and how, hour by hour. */
export function Throughput() {
  const [hours, setHours] = useState<number>(24);
  const { data } = useStatistics(hours);
  return (
    <section aria-labelledby="throughput">
      <div className="section-head">
        <h2 id="throughput">Builds that ended</h2>
        <fieldset className="choices" aria-label="How far back">
          {spans.map((span) => (
            <button
              key={span.hours}
              type="button"
              aria-pressed={hours === span.hours}
              onClick={() => setHours(span.hours)}
            >
              {span.name}
            </button>
          ))}
        </fieldset>
      </div>
      <p className="aside figure">{data === undefined ? '…' : describeTotal(data.total)}</p>
      <HourPlot hours={data?.hours ?? []} />
      {data !== undefined && <HourTable hours={data.hours} />}
    </section>
  );
}

function describeTotal(total: StatisticsView['total']): string {
  const rate = rateOf(total);
  if (rate === null) return 'Nothing ended.';
  return [
    `${count(endedIn(total), 'build')}, ${Math.round(rate * 100)} % succeeded`,
    ...(total.farmFault > 0 ? [`${count(total.farmFault, 'failure')} of the farm's own fault`] : []),
    ...(total.medianMilliseconds === null
      ? []
      : [`half took less than ${renderDuration(total.medianMilliseconds)}`]),
  ].join(' · ');
}
