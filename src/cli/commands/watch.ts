import { basename } from 'node:path';
import type { Command } from 'commander';
import { WatchListView } from '../../http/contract/upstream.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../farm-errors.ts';
import { collect, wholeNumber } from '../option-values.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

type Flags = {
  readonly name: string;
  readonly target?: readonly string[];
  readonly priority?: number;
};

export const addWatch = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('watch'))
    .description('build what a file of requirements or a lock file asks for, now and as upstreams show it')
    .argument('<file>', 'requirements.txt, uv.lock, poetry.lock or pylock.toml')
    .requiredOption('--name <list>', 'name of the watch list; one of the same name is replaced')
    .option('--target <name>', 'only for this target; may be given several times', collect)
    .option('--priority <number>', 'smaller is sooner', wholeNumber({ least: 0, most: 100 }))
    .action((file: string, flags: Flags, command: Command) =>
      runErrand(world, command, (errand) => watch(errand, { file, flags })),
    );

async function watch(
  { farm, printer, settings, world }: Errand,
  { file, flags }: { readonly file: string; readonly flags: Flags },
): Promise<ExitCode> {
  const content = await world.openFile(file);
  if (content === null) throw new UsageError(`there is no file ${file}`);
  const { value, raw } = await farm.ask(
    {
      method: 'PUT',
      path: `api/watch-lists/${encodeURIComponent(flags.name)}/file`,
      query: {
        filename: basename(file),
        targets: flags.target?.join(','),
        priority: flags.priority,
      },
      body: { file: content },
    },
    WatchListView,
  );
  if (settings.form === 'json') await printer.json(raw);
  else {
    const count = Object.keys(value.projects).length;
    const where = value.targets === 'all' ? 'every target' : value.targets.join(', ');
    await printer.line(`${value.name}: ${count} projects are watched for ${where}`);
  }
  return exitCodes.done.code;
}
