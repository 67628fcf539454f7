import { Gauge, type Registry } from 'prom-client';
import { withDeadline } from './deadline.ts';

/** The values of the labels, in their order, and the number. */
export type Sample = readonly [...labels: string[], value: number];

const scrapeMilliseconds = 2_000;

/** Asks its source at each scrape; when that does not answer it shows nothing, rather than an old number. */
export function openGauge(
  registry: Registry,
  options: {
    readonly name: string;
    readonly help: string;
    readonly labels: readonly string[];
    readonly measure: () => Promise<readonly Sample[]>;
  },
): void {
  const { name, help, labels, measure } = options;
  const gauge: Gauge = new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect: async () => {
      const samples = await withDeadline(measure(), scrapeMilliseconds).catch(() => []);
      gauge.reset();
      for (const sample of samples) {
        const value = Number(sample.at(-1));
        gauge.set(Object.fromEntries(labels.map((label, index) => [label, String(sample[index])])), value);
      }
    },
  });
}
