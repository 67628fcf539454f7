import type { Command } from 'commander';
import { ImageSnippet } from '../../http/contract/image-snippet.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../farm-errors.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

type Flags = { readonly requirement: string; readonly target: string; readonly index?: string };

/** The API takes no longer ones. */
const longestFile = 60_000;

export const addImageSnippet = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('image-snippet'))
    .description(
      'print the part of a Dockerfile with the OS packages that a set of requirements needs to run',
    )
    .requiredOption('-r, --requirement <file>', 'a requirements.txt')
    .requiredOption('--target <name>', 'the target that the image is of')
    .option('--index <name>', "the index to install from, else the target's own")
    .action((flags: Flags, command: Command) =>
      runErrand(world, command, (errand) => printSnippet(errand, flags)),
    );

async function printSnippet({ world, farm, printer, settings }: Errand, flags: Flags): Promise<ExitCode> {
  const { requirement, ...where } = flags;
  const file = await world.openFile(requirement);
  if (file === null) throw new UsageError(`there is no file ${requirement}`);
  if (file.size > longestFile) throw new UsageError(`${requirement} is longer than ${longestFile} bytes`);
  const request = { target: where.target, index: where.index, requirements: await file.text() };
  const { value, raw } = await farm.ask(
    { method: 'POST', path: 'api/image-snippet', body: { json: request } },
    ImageSnippet,
  );
  if (settings.form === 'json') await printer.json(raw);
  else {
    // The snippet alone goes to stdout, so that it can be kept in a file.
    for (const name of value.missing) await printer.note(`the index ${value.index} has no wheel for ${name}`);
    for (const name of value.unknown)
      await printer.note(`${name} was not built here: nobody has looked up which OS packages it links`);
    for (const line of value.skipped) await printer.note(`not looked at: ${line}`);
    await printer.lines(value.dockerfile.trimEnd().split('\n'));
  }
  return exitCodes.done.code;
}
