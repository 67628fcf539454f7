import { isFinal } from '../domain/build-state.ts';
import type { BuildView } from '../http/contract/build.ts';
import type { Errand } from './errand.ts';
import { followLog } from './follow-log.ts';
import { openPatience } from './patience.ts';
import { printBuildEvent } from './print-build-event.ts';
import { printLogEvent } from './print-log-event.ts';
import { openProgress } from './progress.ts';
import { watchBuilds } from './watch-builds.ts';

/** Waits until the builds are over; shows how it goes. Whoever gives up waiting is told that the builds go on. */
export async function waitForBuilds(
  errand: Errand,
  requested: readonly BuildView[],
): Promise<readonly BuildView[]> {
  const { world, printer, settings } = errand;
  const progress = world.output.isTerminal && settings.form === 'text' ? openProgress(world.output) : null;
  const patience = openPatience(world, (sentence) => {
    progress?.clear();
    return printer.note(sentence);
  });
  let builds = requested;
  try {
    for await (const seen of watchBuilds({ ...errand, patience }, requested)) {
      builds = seen.builds;
      progress?.clear();
      for (const build of seen.changed) {
        const isOver = isFinal(build.state.name);
        if (progress === null || isOver)
          await printBuildEvent(errand, { event: isOver ? 'end' : 'state', build });
      }
      progress?.draw(
        builds.filter(({ state }) => !isFinal(state.name)),
        world.clock(),
      );
    }
    return builds;
  } finally {
    progress?.clear();
    await noteLeft(errand, builds);
  }
}

/** Prints the builds' logs as they come, one build after another: their lines would not be told apart. */
export async function followBuilds(
  errand: Errand,
  requested: readonly BuildView[],
): Promise<readonly BuildView[]> {
  const { farm, printer, world } = errand;
  const patience = openPatience(world, printer.note);
  const ended: BuildView[] = [];
  try {
    for (const build of requested) {
      const log = { build: build.id, query: { follow: 'yes' }, patience };
      for await (const event of followLog(farm, log)) {
        if (event.event === 'end') {
          ended.push(event.build);
          await printBuildEvent(errand, event);
        } else {
          await printLogEvent(errand, { event, style: 'full' });
        }
      }
    }
    return ended;
  } finally {
    await noteLeft(errand, requested.slice(ended.length));
  }
}

async function noteLeft({ world, printer }: Errand, builds: readonly BuildView[]): Promise<void> {
  const left = builds.filter(({ state }) => !isFinal(state.name));
  if (left.length === 0 || !world.interrupt.aborted) return;
  await printer.note(`the farm goes on with ${left.map(({ id }) => `build ${id}`).join(', ')}`);
}
