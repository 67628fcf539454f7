import type { StatisticsView } from '../../http/contract/statistics.ts';

export type PlottedHour = StatisticsView['hours'][number];

/** Heights of the parts of a bar, as shares of the plot, from the bottom up. */
export type PlottedBar = {
  readonly hour: PlottedHour;
  readonly succeeded: number;
  readonly failed: number;
  readonly farmFault: number;
};

export const endedIn = ({ succeeded, failed, farmFault }: PlottedHour | StatisticsView['total']): number =>
  succeeded + failed + farmFault;

/** Null: nothing ended. */
export function rateOf(hour: PlottedHour | StatisticsView['total']): number | null {
  const ended = endedIn(hour);
  return ended === 0 ? null : hour.succeeded / ended;
}

/** A bar an hour, all to one scale whose end is `most`. */
export function plotHours(hours: readonly PlottedHour[]): {
  readonly bars: readonly PlottedBar[];
  readonly most: number;
} {
  const most = roundUp(Math.max(1, ...hours.map(endedIn)));
  const bars = hours.map((hour) => ({
    hour,
    succeeded: hour.succeeded / most,
    failed: hour.failed / most,
    farmFault: hour.farmFault / most,
  }));
  return { bars, most };
}

/** To 1, 2 or 5 times a power of ten: the end of a scale that can be read. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((each) => each * power >= value) ?? 10;
  return step * power;
}
