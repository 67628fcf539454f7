import type { Command } from 'commander';
import { placeOf } from '../../domain/pip-install.ts';
import { IndexNodeList } from '../../http/contract/index-node.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { renderTable } from '../table.ts';

export const addIndexes = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('indexes'))
    .description('list the indexes that the farm serves, with what each inherits')
    .action((_flags: unknown, command: Command) => runErrand(world, command, listIndexes));

async function listIndexes({ farm, printer, settings }: Errand): Promise<ExitCode> {
  const { value, raw } = await farm.ask({ method: 'GET', path: 'api/indexes' }, IndexNodeList);
  if (settings.form === 'json') await printer.json(raw);
  else {
    const rows = value.indexes.map(({ name, chain, targets, pins, path }) => [
      name,
      chain.slice(1).join(', ') || '-',
      targets.join(', ') || 'any',
      Object.keys(pins).join(', ') || '-',
      placeOf(farm.url, path),
    ]);
    await printer.lines(renderTable(['INDEX', 'INHERITS', 'TARGETS', 'PINS', 'ADDRESS'], rows));
  }
  return exitCodes.done.code;
}
