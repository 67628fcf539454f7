import type { Command } from 'commander';
import { runErrand } from '../errand.ts';
import { runProcess } from '../run-process.ts';
import { addServeOptions, readServeOptions, type ServeFlags } from '../serve-options.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

export const addServe = (program: Command, world: Surroundings): Command =>
  addSharedOptions(addServeOptions(program.command('serve')))
    .description('run the server: API, index, scheduler; needs a Redis and workers elsewhere')
    .action((flags: ServeFlags, command: Command) =>
      runErrand(world, command, ({ settings }) =>
        runProcess('serve', () => world.processes.serve(readServeOptions(flags, settings))),
      ),
    );
