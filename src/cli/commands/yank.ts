import type { Command } from 'commander';
import { YankedFile } from '../../http/contract/index-node.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

export const addYank = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('yank'))
    .description(
      'take a file of an index back: installers take it only where exactly its version is asked for',
    )
    .argument('<index>', 'the index that the file lies in')
    .argument('<filename>', 'name of the file')
    .option('--reason <text>', 'why, for those who meet it')
    .action((index: string, filename: string, flags: { readonly reason?: string }, command: Command) =>
      runErrand(world, command, (errand) => yank(errand, { index, filename, ...flags })),
    );

async function yank(
  { farm, printer, settings }: Errand,
  file: { readonly index: string; readonly filename: string; readonly reason?: string },
): Promise<ExitCode> {
  const { index, filename, reason = '' } = file;
  const path = `api/index/${encodeURIComponent(index)}/files/${encodeURIComponent(filename)}/yank`;
  const { raw } = await farm.ask({ method: 'PUT', path, body: { json: { reason } } }, YankedFile);
  if (settings.form === 'json') await printer.json(raw);
  else await printer.line(`${filename} is yanked in ${index}`);
  return exitCodes.done.code;
}
