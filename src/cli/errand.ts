import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.ts';
import { explainError } from './explain-error.ts';
import { openFarmClient, type FarmClient } from './farm-client.ts';
import { openPrinter, type Printer } from './printer.ts';
import { readSettings, type Settings } from './settings.ts';
import type { Surroundings } from './surroundings.ts';

/** What a command works with. */
export type Errand = {
  readonly world: Surroundings;
  readonly settings: Settings;
  readonly printer: Printer;
  readonly farm: FarmClient;
};

/** Runs one command to its exit code, whatever happens. */
export async function runErrand(
  world: Surroundings,
  command: Command,
  run: (errand: Errand) => Promise<ExitCode>,
): Promise<void> {
  const settings = readSettings(world, command);
  const printer = openPrinter(world.output, {
    hasColors: settings.hasColors,
    interrupt: world.interrupt,
  });
  const farm = openFarmClient({
    url: settings.url,
    token: settings.token,
    fetch: world.fetch,
    interrupt: world.interrupt,
  });
  try {
    world.setExitCode(await run({ world, settings, printer, farm }));
  } catch (error) {
    world.setExitCode(
      await explainError(error, { printer, form: settings.form, interrupt: world.interrupt }),
    );
  }
}
