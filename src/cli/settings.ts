import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Surroundings } from './surroundings.ts';

export type OutputForm = 'text' | 'json';

/** What every command can be told. */
export type Settings = {
  /** Ends with a slash. */
  readonly url: URL;
  readonly token: string | null;
  readonly form: OutputForm;
  readonly hasColors: boolean;
};

type SharedOptions = {
  readonly url?: URL;
  readonly token?: string;
  readonly json?: true;
  readonly color?: boolean;
};

/** Before the command's name or behind it: both are what people type. */
export const addSharedOptions = (command: Command): Command =>
  command
    .addOption(new Option('--url <url>', 'where the farm is').argParser(parseUrl))
    .option('--token <secret>', 'what to show to the farm')
    .option('--json', 'print what programs can read')
    .option('--no-color', 'print no colours');

export function readSettings(world: Surroundings, command: Command): Settings {
  const told = [command, ...ancestorsOf(command)].map((each) => each.opts<SharedOptions>());
  return {
    url: told.find(({ url }) => url !== undefined)?.url ?? parseConfigured(world.url, command),
    token: told.find(({ token }) => token !== undefined)?.token ?? world.token,
    form: told.some(({ json }) => json === true) ? 'json' : 'text',
    hasColors: world.output.hasColors && told.every(({ color }) => color !== false),
  };
}

function parseConfigured(url: string, command: Command): URL {
  try {
    return parseUrl(url);
  } catch (error) {
    command.error(`error: the configured address ${JSON.stringify(url)} is of no use. ${String(error)}`);
  }
}

const ancestorsOf = (command: Command): readonly Command[] =>
  command.parent === null ? [] : [command.parent, ...ancestorsOf(command.parent)];

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError('It must be an address such as http://127.0.0.1:8800.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidArgumentError('A secret has no place in it; give it with --token.');
  }
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
