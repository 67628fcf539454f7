import type { Command } from 'commander';
import { StatisticsView } from '../../http/contract/statistics.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { renderDuration, renderTime } from '../measures.ts';
import { wholeNumber } from '../option-values.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { renderTable } from '../table.ts';

type Flags = { readonly hours: number };
type Counts = StatisticsView['total'];

export const addStatistics = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('statistics'))
    .description('tell how builds ended, hour by hour')
    .option('--hours <n>', 'so many hours back', wholeNumber({ least: 1, most: 744 }), 24)
    .action((flags: Flags, command: Command) =>
      runErrand(world, command, (errand) => showStatistics(errand, flags)),
    );

async function showStatistics({ farm, printer, settings }: Errand, { hours }: Flags): Promise<ExitCode> {
  const path = 'api/statistics';
  const { value, raw } = await farm.ask({ method: 'GET', path, query: { hours } }, StatisticsView);
  if (settings.form === 'json') await printer.json(raw);
  else {
    const told = value.hours.filter((hour) => hour.succeeded + hour.failed + hour.farmFault > 0);
    const rows = [
      ...told.map((hour) => [renderTime(hour.at), ...renderCounts(hour)]),
      [`${hours} h together`, ...renderCounts(value.total)],
    ];
    const header = ['HOUR', 'SUCCEEDED', 'FAILED', "FARM'S FAULT", 'RATE', 'MEDIAN'];
    await printer.lines(renderTable(header, rows));
  }
  return exitCodes.done.code;
}

function renderCounts({ succeeded, failed, farmFault, medianMilliseconds }: Counts): readonly string[] {
  const ended = succeeded + failed + farmFault;
  return [
    String(succeeded),
    String(failed),
    String(farmFault),
    ended === 0 ? '-' : `${Math.round((100 * succeeded) / ended)} %`,
    medianMilliseconds === null ? '-' : renderDuration(medianMilliseconds),
  ];
}
