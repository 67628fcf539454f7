import type { Command } from 'commander';
import { RefreshDetail, RefreshView } from '../../http/contract/refresh.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { followRefreshLog } from '../follow-refresh-log.ts';
import { openPatience, persist } from '../patience.ts';
import { printLogLine } from '../print-log-event.ts';
import { renderDifference, renderRefresh } from '../render-refresh.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

type Flags = { readonly wait: boolean; readonly follow?: true };

const lookEveryMilliseconds = 1_000;

export const addTargetsRefresh = (targets: Command, world: Surroundings): Command =>
  addSharedOptions(targets.command('refresh'))
    .description("make a target's images anew from the newest packages, and tell what changed")
    .argument('<target>', 'name of the target')
    .option('--no-wait', 'do not wait until the images are there')
    .option('-f, --follow', 'print how they are made, as it happens')
    .action((target: string, { wait, follow }: Flags, command: Command) =>
      runErrand(world, command, async (errand) => {
        const path = `api/targets/${encodeURIComponent(target)}/refresh`;
        const { value, raw } = await errand.farm.ask({ method: 'POST', path }, RefreshView);
        if (wait) return waitFor(errand, { asked: value, isFollowed: follow === true });
        if (errand.settings.form === 'json') await errand.printer.json(raw);
        else await errand.printer.line(renderRefresh(value));
        return exitCodes.done.code;
      }),
    );

async function waitFor(
  { farm, printer, settings, world }: Errand,
  { asked, isFollowed }: { readonly asked: RefreshView; readonly isFollowed: boolean },
): Promise<ExitCode> {
  const patience = openPatience(world, printer.note);
  if (settings.form === 'text') await printer.line(renderRefresh(asked));
  if (isFollowed) {
    for await (const line of followRefreshLog(farm, { refresh: asked.id, patience }))
      await printLogLine({ printer, settings }, line);
  }
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
