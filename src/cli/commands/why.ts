import type { Command } from 'commander';
import { parseProjectName, parseReleaseSpecifier } from '../../domain/release.ts';
import { WhyView } from '../../http/contract/why.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../farm-errors.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

type Question = { readonly subject: string; readonly target: string };

export const addWhy = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('why'))
    .description('say in three lines where a project stands on a target, why, and what would change it')
    .argument('<project>', 'name of a project, or project==version')
    .argument('<target>', 'name of a target')
    .action((subject: string, target: string, _flags: unknown, command: Command) =>
      runErrand(world, command, (errand) => explain(errand, { subject, target })),
    );

async function explain({ farm, printer, settings }: Errand, question: Question): Promise<ExitCode> {
  const query = { ...parseSubject(question.subject), target: question.target };
  const { value: why, raw } = await farm.ask({ method: 'GET', path: 'api/why', query }, WhyView);
  if (settings.form === 'json') await printer.json(raw);
  else {
    await printer.line(`state  ${why.state}`);
    await printer.line(`cause  ${why.cause}${why.line === null ? '' : ` (log: ${why.line.trim()})`}`);
    await printer.line(`help   ${why.help}`);
  }
  return exitCodes.done.code;
}

function parseSubject(subject: string): { readonly project: string; readonly version?: string } {
  if (subject.includes('=')) {
    const release = parseReleaseSpecifier(subject);
    if (!release.ok) throw new UsageError(release.problem);
    return release.value;
  }
  const project = parseProjectName(subject);
  if (!project.ok) throw new UsageError(project.problem);
  return { project: project.value };
}
