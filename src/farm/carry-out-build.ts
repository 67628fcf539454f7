import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { whatLacked, whyFailed } from '../domain/diagnose.ts';
import type { Failure } from '../domain/failure.ts';
import type { ImageFacts } from '../domain/image.ts';
import { judgeRun } from '../domain/judge-run.ts';
import { judgeWheel, linkedLibraries } from '../domain/judge-wheel.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { BuildPlan } from '../domain/plan.ts';
import { readBuildLog } from '../domain/read-build-log.ts';
import { renderRelease } from '../domain/release.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import { neededLibraries, type WheelFacts } from '../domain/wheel.ts';
import { openAttemptRecord, type SeenInBuild } from './attempt-record.ts';
import { buildInputs } from './build-inputs.ts';
import { keepFile } from './keep-file.ts';
import { findUsedSymbols } from './library-symbols.ts';
import { planTrace } from './package-trace.ts';
import { runDriver, type DriverReport } from './run-driver.ts';
import type { WorkerPorts } from './worker-ports.ts';

/** One build attempt, from its plan to its outcome: image, sandbox, wheel read and judged, log and wheel kept by hash. */
export async function carryOutBuild(
  worker: WorkerPorts,
  plan: BuildPlan,
  signal: AbortSignal,
): Promise<Outcome> {
  await using folder = await worker.scratch.open();
  const record = await openAttemptRecord(worker, { id: plan.attempt, folder: folder.path, signal });
  try {
    record.log.say(
      'image',
      `${renderRelease(plan.release)} from ${plan.sdist.filename}, attempt ${plan.attempt} on ${worker.worker}`,
    );
    const image = await record.prepareImage(plan.image);
    if (image.kind !== 'ready') {
      return {
        kind: 'failed',
        failure: image,
        evidence: await record.evidence({ report: null }),
      };
    }
    const report = await runDriver(worker, {
      attempt: plan.attempt,
      image: image.reference,
      driver: worker.drivers.build,
      inputs: buildInputs(plan, await planTrace(worker, { plan, image: image.facts, signal })),
      limits: plan.limits,
      log: record.log,
      folder: folder.path,
      signal,
    });
    const { buildLines } = await record.closeLog();
    const reading = readBuildLog(buildLines, plan.limits);
    const failure = judgeRun({
      ...report,
      limits: plan.limits,
      diagnose: (exitCode) => whyFailed(reading, exitCode),
    });
    const seen = (why: Failure | null): SeenInBuild => ({
      report,
      missing: whatLacked(reading, why),
      skippedExtensions: reading.skippedExtensions,
    });
    const failed = async (why: Failure): Promise<Outcome> => ({
      kind: 'failed',
      failure: why,
      evidence: await record.evidence(seen(why)),
    });
    if (failure !== null) return await failed(failure);
    if (report.last?.result.kind === 'needs') {
      const evidence = await record.evidence(seen(null));
      return { kind: 'needs', requirements: report.last.result.requirements, evidence };
    }
    const wheel = await readWheel(worker, { report, plan, image: image.facts });
    if (!wheel.ok) return await failed(wheel.problem);
    const { file, facts } = wheel.value;
    await keepFile(worker, { file, expect: facts.sha256, signal });
    const linked = linkedLibraries(neededLibraries(facts), image.facts);
    const used = await findUsedSymbols(worker, {
      image: { reference: image.reference, spec: plan.image },
      libraries: linked,
      wheel: file,
      folder: folder.path,
      signal,
    });
    const evidence = await record.evidence({
      ...seen(null),
      linkedLibraries: linked,
      ...(used !== null && { usedSymbols: used }),
    });
    return { kind: 'built', wheel: facts, evidence };
  } finally {
    await record.closeLog().catch(() => undefined);
  }
}

async function readWheel(
  worker: WorkerPorts,
  built: { readonly report: DriverReport; readonly plan: BuildPlan; readonly image: ImageFacts },
): Promise<Result<{ file: string; facts: WheelFacts }, Failure>> {
  const { report, plan, image } = built;
  if (report.wheel === null)
    return bad({ kind: 'bad-protocol', problem: 'it promised a wheel that did not come' });
  const { filename } = report.wheel;
  if (!/^[A-Za-z0-9_.!+-]+\.whl$/.test(filename)) {
    return bad({ kind: 'bad-wheel', problem: `${JSON.stringify(filename)} is not a wheel's file name` });
  }
  // The name is part of what is checked, so the file gets it.
  const file = join(report.wheel.file, '..', filename);
  await rename(report.wheel.file, file);
  const inspected = await worker.archives.inspectWheel(file);
  if (!inspected.ok) return bad({ kind: 'bad-wheel', problem: inspected.problem });
  const failure = judgeWheel(inspected.value, { release: plan.release, target: plan.image.target, image });
  return failure === null ? ok({ file, facts: inspected.value }) : bad(failure);
}
