import { createReadStream } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '../../src/domain/failure.ts';
import type { LogLine } from '../../src/domain/log-line.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { openLogFile } from '../../src/farm/log-file.ts';
import { addBuildOf, failedOutcome, nextAttempt } from '../contracts/catalogue-samples.ts';
import type { FarmUnderTest } from '../http/farm-under-test.ts';

export const lineOf = (number: number, text: string, phase: LogLine['phase'] = 'build'): LogLine => ({
  number,
  at: 1_700_000_000_000 + number,
  phase,
  voice: 'build',
  text,
});

const sampleFailure: Failure = failedOutcome.kind === 'failed' ? failedOutcome.failure : { kind: 'no-wheel' };

/** A build that failed, with this log; gives its id. */
export async function keepFailedBuild(
  farm: FarmUnderTest,
  lines: readonly LogLine[],
  {
    project = 'lxml',
    failure = sampleFailure,
  }: { readonly project?: string; readonly failure?: Failure } = {},
): Promise<number> {
  const { catalogue, blobs } = farm;
  const build = await addBuildOf(catalogue, project);
  const attempt = await catalogue.addAttempt(build.id, nextAttempt);
  if (attempt === null) throw new Error('the sample does not fit');
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-log-'));
  const path = join(folder.path, 'log');
  const file = openLogFile(path);
  for (const line of lines) file.add(line);
  const outline = await file.finish();
  const { sha256 } = await blobs.put(createReadStream(path));
  const log = { sha256, lines: lines.length, cutBytes: 0, outline };
  const outcome: Outcome = { kind: 'failed', failure, evidence: { ...failedOutcome.evidence, log } };
  await catalogue.endAttempt(attempt.id, outcome, 4000);
  const state = { name: 'failed', failure, inputs: null } as const;
  await catalogue.moveBuild(build.id, { from: 'queued', to: state, at: 4000 });
  return build.id;
}
