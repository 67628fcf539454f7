import type { Command } from 'commander';
import { runErrand } from '../errand.ts';
import { runProcess } from '../run-process.ts';
import { addServeOptions, readServeOptions, type ServeFlags } from '../serve-options.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

export const addUp = (program: Command, world: Surroundings): Command =>
  addSharedOptions(addServeOptions(program.command('up')))
    .description('run the whole farm on this machine: server, worker and queue')
    .action((flags: ServeFlags, command: Command) =>
      runErrand(world, command, ({ settings }) =>
        runProcess('up', () => world.processes.up(readServeOptions(flags, settings))),
      ),
    );
