import type { Command } from 'commander';
import { runErrand } from '../errand.ts';
import { runProcess } from '../run-process.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

export const addWork = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('work'))
    .description('run a worker: carries out plans in containers of the local engine')
    .action((_flags: unknown, command: Command) =>
      runErrand(world, command, ({ settings }) =>
        runProcess('work', () => world.processes.work({ log: settings.form })),
      ),
    );
