import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { readDefinitions } from '../src/definitions.ts';
import type { Flavour } from '../src/domain/target.ts';
import { imageReference } from '../src/engine/image-reference.ts';

/** The name by which the engine knows a target's plain image, for those who look at it from outside the farm. */
export async function nameImage(name: string, flavour: Flavour): Promise<string> {
  const config = readConfig();
  const { targets } = await readDefinitions(config);
  const target = [...targets.values()].find((candidate) => candidate.name === name);
  if (target === undefined) throw new Error(`there is no target ${name}`);
  const describer = await readFile(join(config.imagesFolder, 'driver', 'describe_image.py'), 'utf8');
  return imageReference({ target, flavour, osPackages: [] }, describer);
}
