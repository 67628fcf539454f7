import type Docker from 'dockerode';
import type { Belongings } from './belongings.ts';
import { farmLabel, workerLabel } from './labels.ts';
import { callEngine } from './outage.ts';

/** Removes the containers of a farm's workers that are no more, and those that this worker lost hold of. */
export async function sweep(
  docker: Docker,
  of: { readonly belongings: Belongings; readonly isAlive: (worker: string) => boolean },
): Promise<number> {
  const { belongings, isAlive } = of;
  const containers = await callEngine(
    'list containers',
    docker.listContainers({ all: true, filters: { label: [`${farmLabel}=${belongings.farm}`] } }),
  );
  const orphans = containers.filter(({ Labels }) => {
    const worker = Labels[workerLabel] ?? '';
    return worker === belongings.worker ? belongings.isLeftOver(Labels) : !isAlive(worker);
  });
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
