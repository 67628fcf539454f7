import type { Command } from 'commander';
import { PublisherView, RetriedFiles } from '../../http/contract/publisher.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../farm-errors.ts';
import { renderResync } from '../render-resync.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

type Flags = { readonly resync?: string; readonly retry?: string };

export const addPublish = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('publish'))
    .description('put right what an external index has: compare and repair, or send again what it refused')
    .option('--resync <publisher>', 'compare its files with those of the farm, and send what is missing')
    .option('--retry <publisher>', 'send again what it refused')
    .action((flags: Flags, command: Command) =>
      runErrand(world, command, (errand) => publish(errand, flags)),
    );

async function publish(errand: Errand, { resync, retry }: Flags): Promise<ExitCode> {
  if (retry !== undefined && resync === undefined) return retryRefused(errand, retry);
  if (resync !== undefined && retry === undefined) return compare(errand, resync);
  throw new UsageError('give one of --resync <publisher> and --retry <publisher>');
}

async function retryRefused({ farm, printer, settings }: Errand, name: string): Promise<ExitCode> {
  const path = `api/publishers/${encodeURIComponent(name)}/retry`;
  const { value, raw } = await farm.ask({ method: 'POST', path }, RetriedFiles);
  if (settings.form === 'json') await printer.json(raw);
  else await printer.line(`${value.retried} files are on their way to ${name} again`);
  return exitCodes.done.code;
}

const lookMilliseconds = 500;

/** Waits for the end of the comparison; what it found missing is sent after it. */
async function compare({ farm, printer, settings, world }: Errand, name: string): Promise<ExitCode> {
  const path = `api/publishers/${encodeURIComponent(name)}`;
  let answer = await farm.ask({ method: 'POST', path: `${path}/resync` }, PublisherView);
  while (answer.value.resync?.state === 'running') {
    await world.pause(lookMilliseconds, world.interrupt);
    world.interrupt.throwIfAborted();
    answer = await farm.ask({ method: 'GET', path }, PublisherView);
  }
  const { resync } = answer.value;
  if (settings.form === 'json') await printer.json(answer.raw);
  else if (resync !== null) await printer.line(`${name}: ${renderResync(resync)}`);
  const isWell = resync?.state === 'done' && resync.different === 0;
  return isWell ? exitCodes.done.code : exitCodes.failed.code;
}
