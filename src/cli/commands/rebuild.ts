import type { Command } from 'commander';
import { changeBuild } from '../change-build.ts';
import { runErrand } from '../errand.ts';
import { parseId } from '../option-values.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

export const addRebuild = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('rebuild'))
    .description('build once more what succeeded; only what differs is published')
    .argument('<build>', 'number of the build', parseId)
    .action((id: number, _flags: unknown, command: Command) =>
      runErrand(world, command, (errand) => changeBuild(errand, { id, action: 'rebuild' })),
    );
