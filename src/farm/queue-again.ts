import type { Build } from './records.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';

/** Has a build planned once more. */
export async function queueAgain(farm: SchedulerPorts, build: Build): Promise<void> {
  const to = { name: 'queued', attempt: null } as const;
  await farm.catalogue.moveBuild(build.id, { from: build.state.name, to, at: farm.clock() });
}
