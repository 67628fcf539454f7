import type Docker from 'dockerode';
import { Outage } from '../farm/ports.ts';
import type { ImageUses } from './image-uses.ts';
import { farmLabel } from './labels.ts';
import { callEngine, statusOf } from './outage.ts';

/** Removes images that this farm made and this worker has not used since; one that a container stands on stays. */
export async function sweepImages(
  docker: Docker,
  of: { readonly farm: string; readonly uses: ImageUses; readonly since: number },
): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const reference of of.uses.listUnused(of.since)) {
    const maker = await findMaker(docker, reference);
    if (maker === 'gone') await of.uses.forget(reference);
    // What another farm made is that one's to remove.
    if (maker !== of.farm || (await isInUse(docker, reference))) continue;
    if (!(await remove(docker, reference))) continue;
    await of.uses.forget(reference);
    removed.push(reference);
  }
  return removed;
}

async function findMaker(docker: Docker, reference: string): Promise<string | null> {
  try {
    const { Config } = await docker.getImage(reference).inspect();
    return Config.Labels?.[farmLabel] ?? null;
  } catch (error) {
    if (statusOf(error) === 404) return 'gone';
    throw new Outage('container engine, look at an image', { cause: error });
  }
}

/** An engine refuses to remove such an image only while it has one name. */
async function isInUse(docker: Docker, reference: string): Promise<boolean> {
  const filters = { ancestor: [reference] };
  const containers = await callEngine('list containers', docker.listContainers({ all: true, filters }));
  return containers.length > 0;
}

/** False: a container came in between, or somebody was quicker. */
async function remove(docker: Docker, reference: string): Promise<boolean> {
  try {
    await docker.getImage(reference).remove();
    return true;
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 409) return false;
    throw new Outage('container engine, remove an image', { cause: error });
  }
}
