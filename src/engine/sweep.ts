import type Docker from 'dockerode';
import { workerLabel } from './labels.ts';
import { callEngine } from './outage.ts';

/** Removes the containers of workers that are no more. */
export async function sweep(docker: Docker, isAlive: (worker: string) => boolean): Promise<number> {
  const containers = await callEngine(
    'list containers',
    docker.listContainers({ all: true, filters: { label: [workerLabel] } }),
  );
  const orphans = containers.filter(({ Labels }) => !isAlive(Labels[workerLabel] ?? ''));
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
