import { TargetList } from '../http/contract/target.ts';
import type { FarmClient } from './farm-client.ts';

/** Where the index of each target is, below the farm's address. */
export async function listIndexPaths(farm: FarmClient): Promise<ReadonlyMap<string, string>> {
  const { value } = await farm.ask({ method: 'GET', path: 'api/targets' }, TargetList);
  return new Map(value.targets.map(({ name, indexPath }) => [name, indexPath]));
}
