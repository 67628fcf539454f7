import { Option, type Command } from 'commander';
import { campaignActions, type CampaignAction } from '../../domain/campaign.ts';
import { CampaignDetail } from '../../http/contract/campaign.ts';
import { runErrand } from '../errand.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseId } from '../option-values.ts';
import { renderCampaignDetail } from '../render-campaign.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

type Flags = Partial<Readonly<Record<CampaignAction, true>>>;

const others = (action: CampaignAction): string[] => campaignActions.filter((other) => other !== action);

const words: Readonly<Record<CampaignAction, string>> = {
  pause: 'begin no more builds of it',
  resume: 'go on with it',
  publish: 'publish what is good of a held one',
  retry: 'begin again what did not end well of a held one',
  cancel: 'end it; what runs goes on, but of an atomic one it is cancelled, and what is held dropped',
};

export function addCampaign(program: Command, world: Surroundings): Command {
  const command = addSharedOptions(program.command('campaign'))
    .description('tell how a campaign goes and what got worse, or say what becomes of it')
    .argument('<campaign>', 'number of the campaign', parseId);
  for (const action of campaignActions)
    command.addOption(new Option(`--${action}`, words[action]).conflicts(others(action)));
  return command.action((id: number, flags: Flags, command: Command) =>
    runErrand(world, command, async ({ farm, printer, settings }) => {
      const action = campaignActions.find((each) => flags[each] === true);
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
}
