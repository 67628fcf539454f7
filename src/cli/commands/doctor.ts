import type { Command } from 'commander';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { green, red, yellow } from '../printer.ts';
import { addSharedOptions } from '../settings.ts';
import type { DoctorFinding, Surroundings } from '../surroundings.ts';
import { renderTable } from '../table.ts';

export const addDoctor = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('doctor'))
    .description('look for what the farm needs of this machine, and say how to get what is missing')
    .action((_flags: unknown, command: Command) => runErrand(world, command, examine));

async function examine({ printer, settings, world }: Errand): Promise<ExitCode> {
  const findings = await world.doctor();
  if (settings.form === 'json') await printer.json({ findings });
  else await printer.lines(renderTable(['STATE', 'PREREQUISITE', 'FOUND'], findings.map(renderFinding)));
  return findings.some(({ state }) => state === 'needed') ? exitCodes.failed.code : exitCodes.done.code;
}

function renderFinding(finding: DoctorFinding): readonly string[] {
  switch (finding.state) {
    case 'found':
      return [green('ok'), finding.prerequisite, finding.version];
    case 'needed':
      return [red('needed'), finding.prerequisite, `${finding.problem}: ${finding.fix}`];
    case 'advised':
      return [yellow('advised'), finding.prerequisite, `${finding.problem}: ${finding.fix}`];
  }
}
