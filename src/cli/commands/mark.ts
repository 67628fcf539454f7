import { InvalidArgumentError, type Command } from 'commander';
import { ProjectStatusView } from '../../http/contract/simple-index.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

const statuses = ProjectStatusView.shape.status;
type Status = ProjectStatusView['status'];

export const addMark = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('mark'))
    .description('say in an index, and all that inherit it, what has become of a project')
    .argument('<index>', 'name of the index')
    .argument('<project>', 'name of the project')
    .argument('<status>', `one of ${statuses.options.join(', ')}`, parseStatus)
    .option('--reason <text>', 'why, for those who meet it')
    .action(
      (
        index: string,
        project: string,
        status: Status,
        flags: { readonly reason?: string },
        command: Command,
      ) => runErrand(world, command, (errand) => mark(errand, { index, project, status, ...flags })),
    );

function parseStatus(text: string): Status {
  const status = statuses.safeParse(text);
  if (status.success) return status.data;
  throw new InvalidArgumentError(`It is one of ${statuses.options.join(', ')}.`);
}

async function mark(
  { farm, printer, settings }: Errand,
  marked: {
    readonly index: string;
    readonly project: string;
    readonly status: Status;
    readonly reason?: string;
  },
): Promise<ExitCode> {
  const { index, project, status, reason } = marked;
  const path = `api/index/${encodeURIComponent(index)}/projects/${encodeURIComponent(project)}/status`;
  const { raw } = await farm.ask(
    { method: 'PUT', path, body: { json: { status, reason } } },
    ProjectStatusView,
  );
  if (settings.form === 'json') await printer.json(raw);
  else await printer.line(`${project} is ${status} in ${index}`);
  return exitCodes.done.code;
}
