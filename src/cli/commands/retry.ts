import type { Command } from 'commander';
import { RetriedBuilds, type RetryRequest } from '../../http/contract/failure-cluster.ts';
import { changeBuild } from '../change-build.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../farm-errors.ts';
import type { FarmClient } from '../farm-client.ts';
import { findCause } from '../find-cause.ts';
import { parseCause, parseId } from '../option-values.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';

type Flags = { readonly cause?: string };

export const addRetry = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('retry'))
    .description('build again what failed, is blocked or was cancelled')
    .argument('[build]', 'number of the build', parseId)
    .option('--cause <cause>', 'every build that failed of it; wheelyard failures lists them', parseCause)
    .action((id: number | undefined, { cause }: Flags, command: Command) =>
      runErrand(world, command, (errand) => {
        if ((id === undefined) === (cause === undefined))
          throw new UsageError('give either the number of a build or --cause');
        return id === undefined
          ? retryCause(errand, cause ?? '')
          : changeBuild(errand, { id, action: 'retry' });
      }),
    );

async function retryCause({ farm, printer, settings }: Errand, given: string): Promise<ExitCode> {
  const cause = await findCause(farm, given);
  const retried: number[] = [];
  for (let before: number | null | undefined; before !== null;) {
    const json: RetryRequest = { cause, before };
    const page: RetriedBuilds = await retryPage(farm, json);
    retried.push(...page.retried);
    before = page.next;
  }
  if (settings.form === 'json') await printer.json({ cause, retried });
  else await printer.line(`queued again: ${renderCount(retried.length)} that failed of ${cause}`);
  return exitCodes.done.code;
}

const retryPage = async (farm: FarmClient, json: RetryRequest): Promise<RetriedBuilds> =>
  (await farm.ask({ method: 'POST', path: 'api/failures/retry', body: { json } }, RetriedBuilds)).value;

const renderCount = (builds: number): string => (builds === 1 ? '1 build' : `${builds} builds`);
