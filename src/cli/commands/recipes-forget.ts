import type { Command } from 'commander';
import * as z from 'zod';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

export const addRecipesForget = (recipes: Command, world: Surroundings): Command =>
  addSharedOptions(recipes.command('forget'))
    .description('forget what the farm learned of a project; its next build learns it again')
    .argument('<project>', 'name of the project')
    .option('--target <name>', 'on this target alone')
    .action((project: string, flags: { readonly target?: string }, command: Command) =>
      runErrand(world, command, (errand) => forgetLearned(errand, { project, ...flags })),
    );

async function forgetLearned(
  { farm, printer, settings }: Errand,
  wish: { readonly project: string; readonly target?: string },
): Promise<ExitCode> {
  const query = wish.target === undefined ? '' : `?target=${encodeURIComponent(wish.target)}`;
  const path = `api/learned-recipes/${encodeURIComponent(wish.project)}${query}`;
  const { value, raw } = await farm.ask({ method: 'DELETE', path }, z.object({ forgotten: z.int() }));
  if (settings.form === 'json') await printer.json(raw);
  else
    await printer.note(
      `forgot what was learned of ${wish.project} on ${value.forgotten} ${value.forgotten === 1 ? 'target' : 'targets'}`,
    );
  return exitCodes.done.code;
}
