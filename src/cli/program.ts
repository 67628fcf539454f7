import { Command } from 'commander';
import { addBuild } from './commands/build.ts';
import { addBuilds } from './commands/builds.ts';
import { addCampaign } from './commands/campaign.ts';
import { addCampaigns } from './commands/campaigns.ts';
import { addCancel } from './commands/cancel.ts';
import { addDiagnose } from './commands/diagnose.ts';
import { addDoctor } from './commands/doctor.ts';
import { addFailures } from './commands/failures.ts';
import { addImageSnippet } from './commands/image-snippet.ts';
import { addIndexes } from './commands/indexes.ts';
import { addLogs } from './commands/logs.ts';
import { addMark } from './commands/mark.ts';
import { addProvides } from './commands/provides.ts';
import { addPublish } from './commands/publish.ts';
import { addPublishers } from './commands/publishers.ts';
import { addRebuild } from './commands/rebuild.ts';
import { addRecipesAccept } from './commands/recipes-accept.ts';
import { addRecipesForget } from './commands/recipes-forget.ts';
import { addRecipesLearned } from './commands/recipes-learned.ts';
import { addRecipesCheck } from './commands/recipes-check.ts';
import { addReproduce } from './commands/reproduce.ts';
import { addRetry } from './commands/retry.ts';
import { addSearch } from './commands/search.ts';
import { addServe } from './commands/serve.ts';
import { addShow } from './commands/show.ts';
import { addTargetsRefresh } from './commands/targets-refresh.ts';
import { addTargets } from './commands/targets.ts';
import { addTokenCreate } from './commands/token-create.ts';
import { addTokenList } from './commands/token-list.ts';
import { addTokenRemove } from './commands/token-remove.ts';
import { addPrune } from './commands/prune.ts';
import { addUnyank } from './commands/unyank.ts';
import { addUp } from './commands/up.ts';
import { addWhy } from './commands/why.ts';
import { addUpstreams } from './commands/upstreams.ts';
import { addWatch } from './commands/watch.ts';
import { addStatistics } from './commands/statistics.ts';
import { addWork } from './commands/work.ts';
import { addWorkers } from './commands/workers.ts';
import { addYank } from './commands/yank.ts';
import { renderExitCodes } from './exit-codes.ts';
import { plainLine } from './safe-text.ts';
import { addSharedOptions } from './settings.ts';
import type { Surroundings } from './surroundings.ts';

/** The whole command line. Run it with `runProgram`, which knows what wrong usage is worth. */
export function makeProgram(world: Surroundings): Command {
  const { output } = world;
  // Whoever reads the help through `| head` has seen enough.
  for (const stream of [output.stdout, output.stderr]) stream.on('error', () => undefined);
  const program = new Command('wheelyard')
    .description('A source-build farm for Python: sdists in, wheels built on the OS that will run them out.')
    .version(world.version)
    // `build --version` is the version of an sdist; ours is asked for before the command's name.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.stdout.write(text),
      writeErr: (text) => output.stderr.write(text.split('\n').map(plainLine).join('\n')),
      getOutHelpWidth: () => output.columns,
      getErrHelpWidth: () => output.columns,
      getOutHasColors: () => output.hasColors,
      getErrHasColors: () => output.hasColors,
    })
    .addHelpText('after', `\n${renderExitCodes()}`);
  addSharedOptions(program);

  for (const add of [addUp, addServe, addWork]) add(program, world);
  for (const add of [
    addBuild,
    addBuilds,
    addSearch,
    addShow,
    addLogs,
    addWhy,
    addFailures,
    addReproduce,
    addRetry,
    addRebuild,
    addCampaigns,
    addCampaign,
    addCancel,
    addProvides,
  ])
    add(program, world);
  addTargetsRefresh(addTargets(program, world), world);
  for (const add of [addIndexes, addYank, addUnyank, addPrune, addMark, addImageSnippet]) add(program, world);
  for (const add of [addWorkers, addStatistics]) add(program, world);
  for (const add of [addUpstreams, addWatch, addPublishers, addPublish]) add(program, world);
  const recipes = program.command('recipes').description('see to the recipes');
  for (const add of [addRecipesCheck, addRecipesLearned, addRecipesAccept, addRecipesForget])
    add(recipes, world);
  addDiagnose(program, world);
  addDoctor(program, world);
  const token = program.command('token').description('see to the tokens that the farm knows');
  for (const add of [addTokenCreate, addTokenList, addTokenRemove]) add(token, world);
  return program;
}
