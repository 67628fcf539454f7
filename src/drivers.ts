import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkerPorts } from './farm/worker-ports.ts';

/** Python source that runs in containers, from `images/driver/`. */

const read = (imagesFolder: string, name: string): Promise<string> =>
  readFile(join(imagesFolder, 'driver', name), 'utf8');

export async function readDrivers(imagesFolder: string): Promise<WorkerPorts['drivers']> {
  const [sandbox, trace, build, verify] = await Promise.all([
    read(imagesFolder, 'sandbox.py'),
    read(imagesFolder, 'trace.py'),
    read(imagesFolder, 'build.py'),
    read(imagesFolder, 'verify.py'),
  ]);
  return { build: `${sandbox}\n${trace}\n${build}`, verify: `${sandbox}\n${verify}` };
}

/** Describes a finished image. */
export const readDescriber = (imagesFolder: string): Promise<string> =>
  read(imagesFolder, 'describe_image.py');

/** Runs a driver by hand. */
export const readReproducer = (imagesFolder: string): Promise<string> => read(imagesFolder, 'reproduce.py');
