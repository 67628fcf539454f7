import type { BuildView, RequestedBuilds } from '../http/contract/build.ts';
import type { Errand } from './errand.ts';
import { renderState, renderSubject } from './render-build.ts';

/** What `--json` prints of builds that are waited for, one a line. */
export type BuildEvent =
  | ({ readonly event: 'requested' } & RequestedBuilds)
  | { readonly event: 'state' | 'end'; readonly build: BuildView };

export async function printBuildEvent(
  { printer, settings }: Pick<Errand, 'printer' | 'settings'>,
  event: BuildEvent,
): Promise<void> {
  if (settings.form === 'json') {
    await printer.json(event);
    return;
  }
  switch (event.event) {
    case 'requested':
      for (const { build, isNew } of event.builds) {
        const asked = isNew ? `asked for build ${build.id}` : `build ${build.id} was asked for before`;
        await printer.line(`${asked}: ${renderSubject(build)}`);
      }
      return;
    case 'state':
    case 'end':
      await printer.line(renderLine(event.build));
  }
}

const renderLine = (build: BuildView): string =>
  `build ${build.id}: ${renderSubject(build)}: ${renderState(build.state)}`;
