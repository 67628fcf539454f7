import type { Command } from 'commander';
import * as z from 'zod';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { parseId } from '../option-values.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

export const addTokenRemove = (token: Command, world: Surroundings): Command =>
  addSharedOptions(token.command('remove'))
    .description('remove a token; the farm refuses it from then on')
    .argument('<id>', 'number of the token', parseId)
    .action((id: number, _flags: unknown, command: Command) =>
      runErrand(world, command, (errand) => removeToken(errand, id)),
    );

async function removeToken({ farm, printer, settings }: Errand, id: number): Promise<ExitCode> {
  await farm.ask({ method: 'DELETE', path: `api/tokens/${id}` }, z.undefined());
  if (settings.form === 'json') await printer.json({ removed: id });
  else await printer.line(`token ${id} is removed`);
  return exitCodes.done.code;
}
