import { Option, type Command } from 'commander';
import { beginCampaign, type CampaignFlags } from '../begin-campaign.ts';
import { changeBuild } from '../change-build.ts';
import { runErrand } from '../errand.ts';
import { UsageError } from '../farm-errors.ts';
import { parseId, wholeNumber } from '../option-values.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

export const addRebuild = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('rebuild'))
    .description('build once more what succeeded, one build or a campaign; only what differs is published')
    .argument('[build]', 'number of the build', parseId)
    .option('--target <target>', 'a campaign: what that target has')
    .option('--from-target <target>', 'what this target serves, built for the other')
    .option('-r, --requirement <file>', 'only what a requirements.txt, uv.lock or pylock.toml names')
    .addOption(
      new Option('--only-affected', 'only what the present images touch (the default)').conflicts('all'),
    )
    .option('--all', 'everything, touched or not')
    .option('--atomic', 'publish nothing before every build ended well, then all at once')
    .option('--dry-run', 'tell what it would be, how long it would take, and do nothing')
    .option('--cause <text>', 'why, for those who read it later')
    .option(
      '--slots <number>',
      'how many builds run at once, for the estimate',
      wholeNumber({ least: 1, most: 10_000 }),
    )
    .action((id: number | undefined, flags: CampaignFlags, command: Command) =>
      runErrand(world, command, (errand) => {
        const { target } = flags;
        if ((id === undefined) === (target === undefined))
          throw new UsageError('give either the number of a build or --target');
        return target === undefined
          ? changeBuild(errand, { id: id ?? 0, action: 'rebuild' })
          : beginCampaign(errand, { ...flags, target });
      }),
    );
