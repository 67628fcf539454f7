import { judgeRun } from '../domain/judge-run.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { VerifyPlan } from '../domain/plan.ts';
import { openAttemptRecord } from './attempt-record.ts';
import { runDriver } from './run-driver.ts';
import type { WorkerPorts } from './worker-ports.ts';

/** One verification: the wheel is laid into a clean runtime image and imported there. */
export async function carryOutVerify(
  worker: WorkerPorts,
  plan: VerifyPlan,
  signal: AbortSignal,
): Promise<Outcome> {
  await using folder = await worker.scratch.open();
  const record = await openAttemptRecord(worker, { id: plan.attempt, folder: folder.path, signal });
  try {
    record.log.say('image', `verifying ${plan.wheel.filename}, attempt ${plan.attempt} on ${worker.worker}`);
    const image = await record.prepareImage(plan.image);
    if (image.kind !== 'ready') {
      return {
        kind: 'failed',
        failure: image,
        evidence: await record.evidence({ report: null }),
      };
    }
    const { wheel, imports, limits } = plan;
    const report = await runDriver(worker, {
      attempt: plan.attempt,
      image: image.reference,
      driver: worker.drivers.verify,
      inputs: [
        { name: 'job.json', text: JSON.stringify({ imports, wheelFilename: wheel.filename, limits }) },
        { name: `wheels/${wheel.filename}`, sha256: wheel.sha256, sizeBytes: wheel.sizeBytes },
      ],
      limits,
      log: record.log,
      folder: folder.path,
      signal,
    });
    const evidence = await record.evidence({ report });
    const failure = judgeRun({
      ...report,
      limits,
      diagnose: (exitCode) => ({ kind: 'unknown', exitCode, line: 'the check of the wheel ended early' }),
    });
    if (failure !== null) return { kind: 'failed', failure, evidence };
    if (report.failedImport !== null) {
      return { kind: 'failed', failure: { kind: 'import-failed', ...report.failedImport }, evidence };
    }
    return { kind: 'verified', evidence };
  } finally {
    await record.closeLog().catch(() => undefined);
  }
}
