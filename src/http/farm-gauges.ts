import { Counter, type Registry } from 'prom-client';
import type { WorkerReport } from '../domain/worker-report.ts';
import type { QueueEstimate } from '../farm/estimate-queue.ts';
import type { Dispatcher } from '../farm/ports.ts';
import type { Pruning } from '../farm/pruning.ts';
import type { Storage } from '../farm/storage.ts';
import { openGauge, type Sample } from './gauge.ts';

export type GaugedFarm = {
  readonly dispatcher: Pick<Dispatcher, 'describeWorkers'>;
  readonly storage: Storage;
  readonly pruning: Pick<Pruning, 'onPruned'>;
  readonly estimateQueue: () => Promise<QueueEstimate>;
};

/** What workers say of themselves, how long the queue takes, and what the data folder does. */
export function openFarmGauges(registry: Registry, farm: GaugedFarm): void {
  let asked: ReturnType<typeof farm.dispatcher.describeWorkers> | null = null;
  /** Once for all gauges of a scrape. */
  const askForWorkers = () =>
    (asked ??= farm.dispatcher.describeWorkers().finally(() => {
      asked = null;
    }));
  const openWorkerGauge = (
    what: { readonly name: string; readonly help: string },
    measure: (report: WorkerReport) => number,
  ): void =>
    openGauge(registry, {
      ...what,
      labels: ['platform', 'worker'],
      measure: async () => {
        const workers = await askForWorkers();
        return workers.flatMap(({ name, platform, presence, report }): Sample[] =>
          presence === 'here' && report !== null ? [[platform, name, measure(report)]] : [],
        );
      },
    });
  openWorkerGauge(
    { name: 'wheelyard_worker_slots', help: 'How many attempts a worker runs at once.' },
    ({ slots }) => slots,
  );
  openWorkerGauge(
    { name: 'wheelyard_worker_running', help: 'Attempts that a worker runs now.' },
    ({ running }) => running.length,
  );
  openWorkerGauge(
    {
      name: 'wheelyard_worker_outages',
      help: 'How often a worker handed work back since its start, because its host was not in order.',
    },
    ({ outages }) => outages,
  );
  openGauge(registry, {
    name: 'wheelyard_queue_eta_seconds',
    help: 'Until what is queued and running is done, by how long it took before.',
    labels: ['platform'],
    measure: async () => {
      const { milliseconds } = await farm.estimateQueue();
      return [...milliseconds].flatMap(([platform, eta]): Sample[] =>
        eta === null ? [] : [[platform, eta / 1000]],
      );
    },
  });
  const openCounter = (name: string, help: string): Counter =>
    new Counter({ name, help, registers: [registry] });
  const prunedFiles = openCounter('wheelyard_pruned_files_total', 'Files that left the indexes.');
  const prunedBlobs = openCounter(
    'wheelyard_pruned_blobs_total',
    'Blobs that nothing named and that were removed.',
  );
  const prunedBytes = openCounter('wheelyard_pruned_bytes_total', 'What those blobs took.');
  farm.pruning.onPruned((event) => {
    if (event.event !== 'pruned') return;
    prunedFiles.inc(event.files);
    prunedBlobs.inc(event.sweep.blobs);
    prunedBytes.inc(event.sweep.bytes);
  });
  openGauge(registry, {
    name: 'wheelyard_storage_bytes',
    help: 'What the parts of the data folder take, as measured every ten minutes.',
    labels: ['part'],
    measure: async () => (await farm.storage.read()).parts.map(({ part, bytes }): Sample => [part, bytes]),
  });
  openGauge(registry, {
    name: 'wheelyard_storage_free_bytes',
    help: 'What is left of the disk that the data folder lies on.',
    labels: [],
    measure: async () => {
      const { space } = await farm.storage.read();
      return space === null ? [] : [[space.freeBytes]];
    },
  });
}
