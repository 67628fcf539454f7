import { Option, type Command } from 'commander';
import { CampaignDetail } from '../../http/contract/campaign.ts';
import { runErrand } from '../errand.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseId } from '../option-values.ts';
import { renderCampaignDetail } from '../render-campaign.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

type Flags = { readonly pause?: true; readonly resume?: true; readonly cancel?: true };

export const addCampaign = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('campaign'))
    .description('tell how a campaign goes and what got worse, or pause, resume or cancel it')
    .argument('<campaign>', 'number of the campaign', parseId)
    .addOption(new Option('--pause', 'begin no more builds of it').conflicts(['resume', 'cancel']))
    .addOption(new Option('--resume', 'go on with it').conflicts(['pause', 'cancel']))
    .addOption(new Option('--cancel', 'end it; what runs goes on').conflicts(['pause', 'resume']))
    .action((id: number, flags: Flags, command: Command) =>
      runErrand(world, command, async ({ farm, printer, settings }) => {
        const action = (['pause', 'resume', 'cancel'] as const).find((each) => flags[each] === true);
        const path = `api/campaigns/${id}`;
        const { value, raw } = await farm.ask(
          action === undefined ? { method: 'GET', path } : { method: 'POST', path: `${path}/${action}` },
          CampaignDetail,
        );
        if (settings.form === 'json') await printer.json(raw);
        else await printer.lines(renderCampaignDetail(value));
        return exitCodes.done.code;
      }),
    );
