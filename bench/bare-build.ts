import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const sh = promisify(execFile);

/** What people do without a farm: one container, one `pip wheel`, the wheel left in a folder. */
export async function bareBuild(job: {
  readonly image: string;
  readonly sdist: string;
  readonly folder: string;
}): Promise<void> {
  const { image, sdist, folder } = job;
  await mkdir(join(folder, 'out'), { recursive: true });
  await copyFile(sdist, join(folder, basename(sdist)));
  await sh('docker', bareCommand({ image, folder, file: basename(sdist) }), { maxBuffer: 64 * 1024 ** 2 });
}

export const bareCommand = (job: {
  readonly image: string;
  readonly folder: string;
  readonly file: string;
}): string[] =>
  [
    `run --rm --network none -v ${job.folder}:/io ${job.image} python3 -m pip wheel --no-binary=:all:`,
    '--no-build-isolation --no-deps --no-index --use-pep517 --no-cache-dir --disable-pip-version-check',
    `-w /io/out /io/${job.file}`,
  ]
    .join(' ')
    .split(' ');
