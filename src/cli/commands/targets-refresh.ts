import type { Command } from 'commander';
import { RefreshDetail, RefreshView } from '../../http/contract/refresh.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { openPatience, persist } from '../patience.ts';
import { renderDifference, renderRefresh } from '../render-refresh.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

type Flags = { readonly wait: boolean };

const lookEveryMilliseconds = 1_000;

export const addTargetsRefresh = (targets: Command, world: Surroundings): Command =>
  addSharedOptions(targets.command('refresh'))
    .description("make a target's images anew from the newest packages, and tell what changed")
    .argument('<target>', 'name of the target')
    .option('--no-wait', 'do not wait until the images are there')
    .action((target: string, { wait }: Flags, command: Command) =>
      runErrand(world, command, async (errand) => {
        const path = `api/targets/${encodeURIComponent(target)}/refresh`;
        const { value, raw } = await errand.farm.ask({ method: 'POST', path }, RefreshView);
        if (wait) return waitFor(errand, value);
        if (errand.settings.form === 'json') await errand.printer.json(raw);
        else await errand.printer.line(renderRefresh(value));
        return exitCodes.done.code;
      }),
    );

async function waitFor({ farm, printer, settings, world }: Errand, asked: RefreshView): Promise<ExitCode> {
  const patience = openPatience(world, printer.note);
  if (settings.form === 'text') await printer.line(renderRefresh(asked));
  const look = () =>
    persist(patience, () => farm.ask({ method: 'GET', path: `api/refreshes/${asked.id}` }, RefreshDetail));
  let seen = await look();
  while (seen.value.state.name === 'making') {
    await world.pause(lookEveryMilliseconds, world.interrupt);
    world.interrupt.throwIfAborted();
    seen = await look();
  }
  if (settings.form === 'json') await printer.json(seen.raw);
  else await printer.lines([renderRefresh(seen.value), ...renderDifference(seen.value)]);
  return seen.value.state.name === 'failed' ? exitCodes.failed.code : exitCodes.done.code;
}
