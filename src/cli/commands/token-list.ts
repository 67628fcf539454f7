import type { Command } from 'commander';
import { TokenList } from '../../http/contract/token.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { renderAge } from '../measures.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { renderTable } from '../table.ts';

export const addTokenList = (token: Command, world: Surroundings): Command =>
  addSharedOptions(token.command('list'))
    .description('list the tokens that the farm knows')
    .action((_flags: unknown, command: Command) => runErrand(world, command, listTokens));

async function listTokens({ farm, printer, settings, world }: Errand): Promise<ExitCode> {
  const { value, raw } = await farm.ask({ method: 'GET', path: 'api/tokens' }, TokenList);
  if (settings.form === 'json') await printer.json(raw);
  else {
    const now = world.clock();
    const rows = value.tokens.map(({ id, name, scopes, createdAt, lastUsedAt }) => [
      String(id),
      name,
      scopes.join(','),
      renderAge(now - createdAt),
      lastUsedAt === null ? 'never' : renderAge(now - lastUsedAt),
    ]);
    await printer.lines(renderTable(['TOKEN', 'NAME', 'SCOPES', 'MADE', 'USED'], rows));
  }
  return exitCodes.done.code;
}
