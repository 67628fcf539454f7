import { useState, type PointerEvent } from 'react';
import { renderDuration, renderTime } from '../words/measures.ts';
import { plotHours, rateOf, type PlottedBar, type PlottedHour } from './plot-hours.ts';

const height = 100;
const rateHeight = 26;
/** Of the hour's width; the rest is the gap to the next. */
const barWidth = 0.8;

/** Bars of what succeeded and failed. An unseen slider lies over them: the hour that it is at, or that is pointed at, is told below. */
export function HourPlot({ hours }: { readonly hours: readonly PlottedHour[] }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const { bars, most } = plotHours(hours);
  const shown = chosen === null ? null : (hours[chosen] ?? null);
  const choose = (index: number): void => setChosen(Math.min(Math.max(index, 0), hours.length - 1));
  const point = (event: PointerEvent<HTMLInputElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    choose(Math.floor(((event.clientX - left) / width) * hours.length));
  };
  return (
    <figure className="plot">
      <span className="plot-most figure" aria-hidden="true">
        {most} an hour
      </span>
      <RateLine hours={hours} />
      <svg
        viewBox={`0 0 ${Math.max(1, hours.length)} ${height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {chosen !== null && <rect className="plot-chosen" x={chosen} y={0} width={1} height={height} />}
        {bars.map((bar, index) => (
          <Bar key={bar.hour.at} bar={bar} at={index} />
        ))}
      </svg>
      <input
        type="range"
        aria-label="Hour"
        aria-valuetext={shown === null ? 'none chosen' : describeHour(shown)}
        min={0}
        max={Math.max(0, hours.length - 1)}
        value={chosen ?? Math.max(0, hours.length - 1)}
        onChange={(event) => choose(Number(event.target.value))}
        onPointerMove={point}
        onPointerLeave={() => setChosen(null)}
        onFocus={() => choose(chosen ?? hours.length - 1)}
        onBlur={() => setChosen(null)}
      />
      <figcaption>
        <span className="figure">{renderHour(hours[0])}</span>
        {/* Said by the slider itself to who can't see it. */}
        <span className="plot-told figure" aria-hidden="true">
          {shown === null ? '' : describeHour(shown)}
        </span>
        <span className="figure">{hours.length === 0 ? '' : 'now'}</span>
      </figcaption>
      <p className="plot-key" aria-hidden="true">
        <span className="key-rate">success rate</span>
        <span className="key-succeeded">succeeded</span>
        <span className="key-failed">failed</span>
        <span className="key-farm-fault">the farm's fault</span>
      </p>
    </figure>
  );
}

/** From 0 to 100 %; hours in which nothing ended are passed over. */
function RateLine({ hours }: { readonly hours: readonly PlottedHour[] }) {
  const points = hours.flatMap((hour, index) => {
    const rate = rateOf(hour);
    return rate === null ? [] : [`${index + 0.5},${rateHeight - rate * (rateHeight - 2) - 1}`];
  });
  return (
    <svg
      className="plot-rate"
      viewBox={`0 0 ${Math.max(1, hours.length)} ${rateHeight}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polyline points={points.join(' ')} />
    </svg>
  );
}

function Bar({ bar, at }: { readonly bar: PlottedBar; readonly at: number }) {
  const x = at + (1 - barWidth) / 2;
  const heights = [bar.succeeded, bar.failed, bar.farmFault].map((share) => share * height);
  const [succeeded = 0, failed = 0, farmFault = 0] = heights;
  const part = (className: string, from: number, its: number) =>
    its > 0 && <rect className={className} x={x} y={height - from - its} width={barWidth} height={its} />;
  return (
    <>
      {part('bar-succeeded', 0, succeeded)}
      {part('bar-failed', succeeded, failed)}
      {part('bar-farm-fault', succeeded + failed, farmFault)}
    </>
  );
}

const renderHour = (hour: PlottedHour | undefined): string =>
  hour === undefined ? '' : `${renderTime(hour.at).slice(5, 16)} UTC`;

function describeHour(hour: PlottedHour): string {
  const rate = rateOf(hour);
  const time = renderTime(hour.at).slice(5, 16);
  if (rate === null) return `${time}: nothing ended`;
  return [
    `${time}: ${hour.succeeded} succeeded`,
    `${hour.failed} failed`,
    ...(hour.farmFault > 0 ? [`${hour.farmFault} the farm's fault`] : []),
    `${Math.round(rate * 100)} %`,
    ...(hour.medianMilliseconds === null ? [] : [`median ${renderDuration(hour.medianMilliseconds)}`]),
  ].join(', ');
}
