import type { Outcome } from '../domain/outcome.ts';
import type { Plan } from '../domain/plan.ts';
import { carryOutBuild } from './carry-out-build.ts';
import { carryOutVerify } from './carry-out-verify.ts';
import { carryOutFileIndex } from './carry-out-file-index.ts';
import { carryOutRefresh } from './carry-out-refresh.ts';
import { onHostDisk } from './host-disk.ts';
import type { WorkerPorts } from './worker-ports.ts';

/** All that a worker does: a plan goes in, an outcome comes out. Throws Outage when the world is not in order. */
export function carryOut(worker: WorkerPorts, plan: Plan, signal: AbortSignal): Promise<Outcome> {
  return onHostDisk(carryOutPlan(worker, plan, signal));
}

function carryOutPlan(worker: WorkerPorts, plan: Plan, signal: AbortSignal): Promise<Outcome> {
  switch (plan.kind) {
    case 'build':
      return carryOutBuild(worker, plan, signal);
    case 'verify':
      return carryOutVerify(worker, plan, signal);
    case 'file-index':
      return carryOutFileIndex(worker, plan, signal);
    case 'refresh':
      return carryOutRefresh(worker, plan, signal);
  }
}
