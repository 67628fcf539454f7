import { fingerprintInputs } from '../domain/build-inputs.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** The fingerprint of what a build would be made of now. */
export async function findBuildInputs(
  farm: Pick<SchedulerPorts, 'catalogue' | 'recipes'>,
  build: Pick<Build, 'sdist' | 'target' | 'release'>,
): Promise<Sha256> {
  const { project } = build.release;
  const image = await farm.catalogue.findLatestImage(build.target, 'build');
  return fingerprintInputs({
    sdist: build.sdist,
    image: image?.identity ?? null,
    recipe: farm.recipes.get(project) ?? null,
    learned: await farm.catalogue.listLearnedRecipesOf(project),
    hasFileIndex: (await farm.catalogue.findFileIndex(build.target)) !== null,
  });
}
