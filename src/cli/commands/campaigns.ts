import type { Command } from 'commander';
import { CampaignList } from '../../http/contract/campaign.ts';
import { runErrand } from '../errand.ts';
import { exitCodes } from '../exit-codes.ts';
import { renderCampaigns } from '../render-campaign.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

export const addCampaigns = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('campaigns'))
    .description('list campaigns, newest first')
    .action((_flags: unknown, command: Command) =>
      runErrand(world, command, async ({ farm, printer, settings }) => {
        const { value, raw } = await farm.ask({ method: 'GET', path: 'api/campaigns' }, CampaignList);
        if (settings.form === 'json') await printer.json(raw);
        else await printer.lines(renderCampaigns(value.campaigns));
        return exitCodes.done.code;
      }),
    );
