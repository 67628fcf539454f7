import type { AttemptId } from '../domain/plan.ts';
import { advanceCampaigns } from './advance-campaigns.ts';
import { openErrands } from './errands.ts';
import { planQueued, reconcile, showRunning, takeOutcomes } from './reconcile.ts';
import { dispatchRefreshes } from './refresh-target.ts';
import { retryChanged, retryRested } from './retry-by-itself.ts';
import type { SchedulerEvent } from './scheduler-event.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

export type Scheduler = {
  /** Something may have changed: look soon. */
  readonly wake: () => void;
} & AsyncDisposable;

/** Messages that were lost are made up for this often. */
const reconcileMilliseconds = 15_000;
/** What failed of the farm's own fault rests for minutes at least. */
const restedMilliseconds = 60_000;

/** Turns builds into attempts and outcomes into states, one pass at a time, for as long as it is open. */
export function openScheduler(
  ports: Omit<SchedulerPorts, 'errands' | 'report'>,
  report: (event: SchedulerEvent) => void,
): Scheduler {
  const errands = openErrands({
    done: () => wake(),
    trouble: (error) => report({ event: 'scheduler-trouble', error }),
  });
  const farm: SchedulerPorts = { ...ports, errands, report };
  let closed = false;
  let wanted = false;
  let reconcileWanted = true;
  let pass: Promise<void> | null = null;
  const started = new Set<AttemptId>();

  const runOnce = async (): Promise<void> => {
    if (reconcileWanted) {
      reconcileWanted = false;
      await reconcile(farm);
    }
    for (const id of started) {
      started.delete(id);
      await showRunning(farm, id);
    }
    await dispatchRefreshes(farm);
    const count = await takeOutcomes(farm);
    if (count > 0) report({ event: 'outcomes-taken', count });
    await advanceCampaigns(farm);
    await planQueued(farm);
  };
  const run = async (): Promise<void> => {
    while (wanted && !closed) {
      wanted = false;
      try {
        await runOnce();
      } catch (error) {
        // The queue or the disk is away: nothing is lost, the next pass finds it all again.
        reconcileWanted = true;
        report({ event: 'scheduler-trouble', error });
      }
    }
  };
  const wake = (): void => {
    wanted = true;
    pass ??= run().finally(() => {
      pass = null;
      if (wanted && !closed) wake();
    });
  };

  farm.dispatcher.onEnded(wake);
  farm.dispatcher.onStarted((id) => {
    started.add(id);
    wake();
  });
  const timer = setInterval(() => {
    reconcileWanted = true;
    wake();
  }, reconcileMilliseconds);
  // While the farm was down, recipes may have changed, and images been made.
  errands.run('changed inputs', () => retryChanged(farm, {}));
  const rested = setInterval(() => errands.run('rested', () => retryRested(farm)), restedMilliseconds);
  wake();
  return {
    wake,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearInterval(timer);
      clearInterval(rested);
      await pass;
      await errands[Symbol.asyncDispose]();
    },
  };
}
