import { Argument, type Command } from 'commander';
import { missingKinds, renderMissing, type MissingKind } from '../../domain/missing.ts';
import { ProviderList, type ProviderView } from '../../http/contract/provider.ts';
import { runErrand, type Errand } from '../errand.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { addSharedOptions } from '../settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { renderTable } from '../table.ts';

export const addProvides = (program: Command, world: Surroundings): Command =>
  addSharedOptions(program.command('provides'))
    .description('say which OS packages of a target provide what a build looks for, the best first')
    .argument('<target>', 'name of a target')
    .addArgument(new Argument('<kind>', 'as what it is looked for').choices(missingKinds))
    .argument('<name>', 'as a build says it: brotli/decode.h, yaml (after -l), libxml-2.0, pg_config')
    .action((target: string, kind: MissingKind, name: string, _flags: unknown, command: Command) =>
      runErrand(world, command, (errand) => showProviders(errand, { target, kind, name })),
    );

async function showProviders(
  { farm, printer, settings }: Errand,
  wanted: { readonly target: string; readonly kind: MissingKind; readonly name: string },
): Promise<ExitCode> {
  const { target, kind, name } = wanted;
  const query = new URLSearchParams({ kind, name }).toString();
  const path = `api/targets/${encodeURIComponent(target)}/providers?${query}`;
  const { value, raw } = await farm.ask({ method: 'GET', path }, ProviderList);
  if (settings.form === 'json') await printer.json(raw);
  else if (value.providers.length === 0)
    await printer.lines([`no OS package of ${target} provides ${renderMissing({ kind, name })}`]);
  else await printer.lines(renderTable(['PACKAGE', 'VERSION', 'ADDS', 'FILE'], value.providers.map(rowOf)));
  return exitCodes.done.code;
}

const rowOf = (each: ProviderView): readonly string[] => [
  each.package,
  each.version,
  each.isInstalled ? 'installed' : renderAdded(each),
  each.path === '' ? '(its name)' : each.path,
];

const renderAdded = ({ addsPackages, addsKibibytes }: ProviderView): string =>
  `${addsPackages} package${addsPackages === 1 ? '' : 's'}, ${(addsKibibytes / 1024).toFixed(1)} MiB`;
