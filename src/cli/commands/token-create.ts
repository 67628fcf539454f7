import { InvalidArgumentError, type Command } from 'commander';
import { CreatedToken, TokenRequest, TokenScopeName } from '../../http/contract/token.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../farm-errors.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

const scopeNames = 'build, upload, upload:<index>, worker, admin';

type Flags = { readonly name: string; readonly scope: TokenRequest['scopes'] };

export const addTokenCreate = (token: Command, world: Surroundings): Command =>
  addSharedOptions(token.command('create'))
    .description('make a token and print its secret, this once')
    .requiredOption('--name <name>', 'whose it is')
    .requiredOption('--scope <scopes>', `what it may do: ${scopeNames}`, parseScopes)
    .action((flags: Flags, command: Command) =>
      runErrand(world, command, (errand) => createToken(errand, flags)),
    );

async function createToken({ farm, printer, settings }: Errand, flags: Flags): Promise<ExitCode> {
  const request = TokenRequest.safeParse({ name: flags.name, scopes: flags.scope });
  if (!request.success) throw new UsageError(`a token can't be made: ${request.error.issues[0]?.message}`);
  const { value, raw } = await farm.ask(
    { method: 'POST', path: 'api/tokens', body: { json: request.data } },
    CreatedToken,
  );
  if (settings.form === 'json') await printer.json(raw);
  else {
    // The secret alone goes to stdout, so that a script can keep it.
    const { id, name, scopes } = value.token;
    await printer.note(`token ${id} (${name}) may ${scopes.join(', ')}; its secret is shown only now:`);
    await printer.line(value.secret);
  }
  return exitCodes.done.code;
}

/** `build,upload`; may be given several times. */
function parseScopes(text: string, before: TokenRequest['scopes'] = []): TokenRequest['scopes'] {
  const scopes = text.split(',').map((word) => {
    const scope = TokenScopeName.safeParse(word.trim());
    if (scope.success) return scope.data;
    throw new InvalidArgumentError(`Scopes are ${scopeNames}.`);
  });
  return [...new Set([...before, ...scopes])];
}
