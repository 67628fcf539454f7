import type { Errand } from './errand.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** All that is needed is in the folder. */
export type PreparedReproduction = {
  readonly folder: string;
  readonly image: string;
  /** Script that makes the image. */
  readonly makeImage: string;
  readonly flags: readonly string[];
};

/** Docker's own: it could not run the container, or what was to run in it. */
const leastDockerFault = 125;

/** Makes the image if there is none, and runs the attempt: with a shell behind it where somebody is at the terminal. */
export async function performReproduction(
  { world, printer }: Errand,
  { folder, image, makeImage, flags }: PreparedReproduction,
): Promise<ExitCode> {
  const { docker, output } = world;
  if (!(await docker.hasImage(image))) {
    await printer.note(`making the image ${image}, which this machine does not have`);
    if ((await docker.perform('sh', [makeImage])) !== 0) {
      await printer.note(`the image could not be made; ${makeImage} is what was tried`);
      return exitCodes.failed.code;
    }
  }
  await printer.note(`input of the attempt: ${folder}`);
  const atTerminal = output.isTerminal && docker.hasKeyboard;
  const status = await docker.perform('docker', [
    'run',
    '--rm',
    ...(atTerminal ? ['--interactive', '--tty'] : []),
    ...flags,
    image,
    'python3',
    '-I',
    '/reproduce/reproduce.py',
    ...(atTerminal ? ['--shell'] : []),
  ]);
  if (status === 0) return exitCodes.done.code;
  return status >= leastDockerFault && status <= leastDockerFault + 2
    ? exitCodes.outage.code
    : exitCodes.failed.code;
}
