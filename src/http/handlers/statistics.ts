import { beginOf, hourOf, sumResults, type HourResults } from '../../domain/hourly-results.ts';
import type { StatisticsView } from '../contract/statistics.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, type Reply } from '../reply.ts';

/** Counts that were kept as builds ended: the history is not looked through. */
export async function showStatistics(
  farm: HttpFarm,
  { query }: { readonly query: { readonly hours: number } },
): Promise<Reply<StatisticsView>> {
  const last = hourOf(farm.clock());
  const first = last - query.hours + 1;
  const counts = await farm.catalogue.listHourlyCounts({ hour: first });
  const byHour = Map.groupBy(counts, ({ hour }) => hour);
  const hours = Array.from({ length: query.hours }, (_, index) => first + index);
  return json(200, {
    hours: hours.map((hour) => ({ at: beginOf(hour), ...viewHour(sumResults(byHour.get(hour) ?? [])) })),
    total: viewHour(sumResults(counts)),
  });
}

const viewHour = ({ median, ...counts }: HourResults) => ({ ...counts, medianMilliseconds: median });
