import type Docker from 'dockerode';
import { farmLabel, workerLabel } from './labels.ts';
import { callEngine } from './outage.ts';

/** Removes the containers of a farm's workers that are no more. */
export async function sweep(
  docker: Docker,
  of: { readonly farm: string; readonly isAlive: (worker: string) => boolean },
): Promise<number> {
  const containers = await callEngine(
    'list containers',
    docker.listContainers({ all: true, filters: { label: [`${farmLabel}=${of.farm}`] } }),
  );
  const orphans = containers.filter(({ Labels }) => !of.isAlive(Labels[workerLabel] ?? ''));
  await Promise.all(
    orphans.map(({ Id }) =>
      // Another worker may sweep at the same time: then it is gone already.
      docker
        .getContainer(Id)
        .remove({ force: true, v: true })
        .catch(() => undefined),
    ),
  );
  return orphans.length;
}
