import { BuildView } from '../http/contract/build.ts';
import type { Errand } from './errand.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { renderState, renderSubject } from './render-build.ts';

export async function changeBuild(
  { farm, printer, settings }: Errand,
  change: { readonly id: number; readonly action: BuildView['actions'][number] },
): Promise<ExitCode> {
  const { value, raw } = await farm.ask(
    { method: 'POST', path: `api/builds/${change.id}/${change.action}` },
    BuildView,
  );
  if (settings.form === 'json') await printer.json(raw);
  else await printer.line(`build ${value.id}: ${renderSubject(value)}: ${renderState(value.state)}`);
  return exitCodes.done.code;
}
