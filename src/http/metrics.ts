import { Counter, Histogram, Registry, Summary } from 'prom-client';
import type { Catalogue } from '../farm/catalogue-port.ts';
import type { Clock, Dispatcher } from '../farm/ports.ts';
import type { EventTimes } from '../farm/event-times.ts';
import type { OnDemand } from '../farm/on-demand.ts';
import type { Publishing, PublisherState } from '../farm/publishing.ts';
import { openFarmGauges, type GaugedFarm } from './farm-gauges.ts';
import { openGauge, type Sample } from './gauge.ts';
import type { HttpEvent } from './http-event.ts';

export type Metrics = {
  readonly countEvent: (event: HttpEvent) => void;
  readonly observeRequest: (request: {
    method: string;
    route: string;
    status: number;
    seconds: number;
  }) => void;
  readonly render: () => Promise<{ readonly type: string; readonly text: string }>;
};

/** Counts what happens here, and asks catalogue and queue when it is scraped; what does not answer is left out. */
export function openMetrics(
  farm: GaugedFarm & {
    readonly catalogue: Catalogue;
    readonly dispatcher: Dispatcher;
    readonly publishing: Pick<Publishing, 'names' | 'show'>;
    readonly clock: Clock;
    readonly eventTimes: EventTimes;
    readonly onDemand: Pick<OnDemand, 'onAnswer' | 'countHeld'>;
  },
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'wheelyard_http_request_seconds',
    help: 'Time to answer a request, by route.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  // Looking labels up takes longer than counting, and there are only so many of them.
  const observers = new Map<string, { readonly observe: (seconds: number) => void }>();
  const uploads = new Counter({
    name: 'wheelyard_sdists_total',
    help: 'Sdists that were sent, by what became of them: taken-in, or the kind of refusal.',
    labelNames: ['result'] as const,
    registers,
  });
  const pageTroubles = new Counter({
    name: 'wheelyard_client_events_total',
    help: 'What went wrong in the pages of those who look at the dashboard, by kind.',
    labelNames: ['kind'] as const,
    registers,
  });
  const eventHistogram = new Histogram({
    name: 'wheelyard_event_to_index_seconds',
    help: 'From the moment that an upstream showed a release until its first file could be installed.',
    buckets: [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400],
    registers,
  });
  const eventQuantiles = new Summary({
    name: 'wheelyard_event_to_index_quantile_seconds',
    help: 'The same as p50 and p95, since the server was started.',
    percentiles: [0.5, 0.95],
    registers,
  });
  farm.eventTimes.onTime((milliseconds) => {
    eventHistogram.observe(milliseconds / 1000);
    eventQuantiles.observe(milliseconds / 1000);
  });
  const demands = new Counter({
    name: 'wheelyard_on_demand_requests_total',
    help: 'Requests for projects that an index lacks and might have built, by what came of each.',
    labelNames: ['index', 'result'] as const,
    registers,
  });
  farm.onDemand.onAnswer(({ node, result }) => {
    if (result !== 'off') demands.inc({ index: node, result });
  });
  openGauge(registry, {
    name: 'wheelyard_on_demand_held_requests',
    help: 'Requests that wait for a project that is being built on demand.',
    labels: [],
    measure: async () => [[farm.onDemand.countHeld()]],
  });
  openGauge(registry, {
    name: 'wheelyard_builds',
    help: 'Builds by state.',
    labels: ['state'],
    measure: async () => Object.entries(await farm.catalogue.countBuilds()),
  });
  openGauge(registry, {
    name: 'wheelyard_queue_attempts',
    help: 'Attempts in the queue, by platform.',
    labels: ['platform', 'state'],
    measure: async () =>
      Object.entries(await farm.dispatcher.countQueued()).flatMap(
        ([platform, { queued, running }]): Sample[] => [
          [platform, 'queued', queued],
          [platform, 'running', running],
        ],
      ),
  });
  openGauge(registry, {
    name: 'wheelyard_workers',
    help: 'Workers that are connected.',
    labels: ['platform', 'worker'],
    measure: async () => {
      const workers = await farm.dispatcher.listWorkers();
      return workers.map(({ name, platform }): Sample => [platform, name, 1]);
    },
  });
  openGauge(registry, {
    name: 'wheelyard_publisher_files',
    help: 'Files on their way to an external index, and those that it refused.',
    labels: ['publisher', 'state'],
    measure: () =>
      measurePublishers(farm.publishing, ({ publisher: { name }, counts }): Sample[] => [
        [name, 'pending', counts.pending],
        [name, 'refused', counts.refused],
      ]),
  });
  openGauge(registry, {
    name: 'wheelyard_publisher_oldest_pending_seconds',
    help: 'How long the oldest file on its way to an external index has waited.',
    labels: ['publisher'],
    measure: () =>
      measurePublishers(farm.publishing, ({ publisher: { name }, counts: { oldestPendingAt: since } }) => [
        [name, since === null ? 0 : Math.max(0, farm.clock() - since) / 1000],
      ]),
  });
  openGauge(registry, {
    name: 'wheelyard_publisher_up',
    help: 'Whether the last try at an external index came through to it.',
    labels: ['publisher'],
    measure: () =>
      measurePublishers(farm.publishing, ({ publisher: { name }, health }) => [
        [name, health.problem === null ? 1 : 0],
      ]),
  });
  openFarmGauges(registry, farm);
  return {
    countEvent: (event) => {
      if (event.kind === 'sdist-taken-in') uploads.inc({ result: 'taken-in' });
      if (event.kind === 'sdist-refused') uploads.inc({ result: event.why });
      if (event.kind === 'page-trouble') pageTroubles.inc({ kind: event.trouble }, event.count);
    },
    observeRequest: ({ method, route, status, seconds }) => {
      const key = `${method} ${status} ${route}`;
      const known = observers.get(key) ?? requests.labels({ method, route, status: `${status}` });
      observers.set(key, known);
      known.observe(seconds);
    },
    render: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}

async function measurePublishers(
  publishing: Pick<Publishing, 'names' | 'show'>,
  measure: (state: PublisherState) => readonly Sample[],
): Promise<readonly Sample[]> {
  const states = await Promise.all(publishing.names.map(publishing.show));
  return states.flatMap((state) => (state === null ? [] : measure(state)));
}
