import { FailureClusters } from '../http/contract/failure-cluster.ts';
import type { FarmClient } from './farm-client.ts';
import { UsageError } from './farm-errors.ts';

const longestList = 100;

/** The key of a cause: as it was given, or that of the place which `wheelyard failures` shows it at. */
export async function findCause(farm: FarmClient, given: string): Promise<string> {
  if (!/^\d{1,3}$/.test(given)) return given;
  const request = { method: 'GET', path: 'api/failures', query: { limit: longestList } } as const;
  const { value } = await farm.ask(request, FailureClusters);
  const cluster = value.clusters[Number(given) - 1];
  if (cluster !== undefined) return cluster.cause;
  throw new UsageError(
    `wheelyard failures lists ${value.clusters.length} causes; there is no number ${given}`,
  );
}
