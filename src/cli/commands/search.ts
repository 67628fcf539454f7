import type { Command } from 'commander';
import { SearchResults } from '../../http/contract/search.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { renderAge } from '../measures.ts';
import { wholeNumber } from '../option-values.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { renderTable } from '../table.ts';

type Question = { readonly text: string; readonly limit: number };

export const addSearch = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('search'))
    .description('find projects, builds (#17, lxml 5.3, a file name), and builds by what they failed of')
    .argument('<text...>', 'a part of a name, a build, a release, a file, or words of a failure')
    .option('--limit <n>', 'at most so many of each kind', wholeNumber({ least: 1, most: 200 }), 20)
    .action((words: readonly string[], { limit }: { readonly limit: number }, command: Command) =>
      runErrand(world, command, (errand) => search(errand, { text: words.join(' '), limit })),
    );

async function search({ farm, printer, settings, world }: Errand, question: Question): Promise<ExitCode> {
  const query = { q: question.text, limit: question.limit };
  const { value, raw } = await farm.ask({ method: 'GET', path: 'api/search', query }, SearchResults);
  if (settings.form === 'json') {
    await printer.json(raw);
    return exitCodes.done.code;
  }
  const { projects, builds, failures, hasMore } = value;
  const now = world.clock();
  const rows = [
    ...projects.map((project) => ['project', project, '', '', '']),
    ...builds.map((build) => [
      `build ${build.id}`,
      `${build.project} ${build.version}`,
      build.target,
      renderAge(now - build.changedAt),
      build.state,
    ]),
    ...failures.map(({ build, sentence }) => [
      `build ${build.id}`,
      `${build.project} ${build.version}`,
      build.target,
      renderAge(now - build.changedAt),
      sentence,
    ]),
  ];
  if (rows.length === 0) await printer.note('nothing was found');
  else await printer.lines(renderTable(['WHAT', 'NAME', 'TARGET', 'SINCE', 'STATE'], rows));
  if (hasMore.projects || hasMore.builds || hasMore.failures)
    await printer.note('there is more: say more words, or a larger --limit');
  return exitCodes.done.code;
}
