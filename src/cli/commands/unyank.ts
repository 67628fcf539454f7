import type { Command } from 'commander';
import { YankedFile } from '../../http/contract/index-node.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

export const addUnyank = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('unyank'))
    .description('give a file again that was yanked')
    .argument('<index>', 'the index that the file lies in')
    .argument('<filename>', 'name of the file')
    .action((index: string, filename: string, _flags: unknown, command: Command) =>
      runErrand(world, command, (errand) => unyank(errand, { index, filename })),
    );

async function unyank(
  { farm, printer, settings }: Errand,
  { index, filename }: { readonly index: string; readonly filename: string },
): Promise<ExitCode> {
  const path = `api/index/${encodeURIComponent(index)}/files/${encodeURIComponent(filename)}/yank`;
  const { raw } = await farm.ask({ method: 'DELETE', path }, YankedFile);
  if (settings.form === 'json') await printer.json(raw);
  else await printer.line(`${filename} is given again in ${index}`);
  return exitCodes.done.code;
}
