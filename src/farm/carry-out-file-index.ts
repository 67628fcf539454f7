import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, type Writable } from 'node:stream';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import type { Outcome } from '../domain/outcome.ts';
import type { FileIndexPlan } from '../domain/plan.ts';
import { openAttemptRecord } from './attempt-record.ts';
import { keepFile } from './keep-file.ts';
import type { WorkerPorts } from './worker-ports.ts';

/** Lists which OS package of a target has which file, from the release's own metadata. The list is kept by its hash, as zstd. */
export async function carryOutFileIndex(
  worker: WorkerPorts,
  plan: FileIndexPlan,
  signal: AbortSignal,
): Promise<Outcome> {
  await using folder = await worker.scratch.open();
  const record = await openAttemptRecord(worker, { id: plan.attempt, folder: folder.path, signal });
  try {
    const image = await record.prepareImage(plan.image);
    const nothing = { report: null };
    if (image.kind !== 'ready')
      return { kind: 'failed', failure: image, evidence: await record.evidence(nothing) };
    record.log.say('index', `listing the files of ${plan.image.target.name}'s OS packages`);
    const file = join(folder.path, 'index');
    const lines = new PassThrough();
    const packed = pipeline(lines, createZstdCompress(), createWriteStream(file));
    try {
      await worker.engine.listPackageFiles(plan.image, {
        onOutput: (chunk) => write(lines, chunk),
        report: (line) => record.log.say('index', line),
        signal,
      });
    } catch (error) {
      lines.destroy();
      await packed.catch(() => undefined);
      signal.throwIfAborted();
      // The engine is well, so it is the package manager: a build must not wait for it to mend.
      if ((await worker.engine.checkReady()) !== null) throw error;
      const problem = error instanceof Error ? error.message : String(error);
      const failure = { kind: 'no-file-index', problem: problem.slice(0, 1000) } as const;
      return { kind: 'failed', failure, evidence: await record.evidence(nothing) };
    }
    lines.end();
    await packed;
    const index = await keepFile(worker, { file, signal });
    return { kind: 'indexed', index, evidence: await record.evidence(nothing) };
  } finally {
    await record.closeLog().catch(() => undefined);
  }
}

async function write(stream: Writable, chunk: Uint8Array): Promise<void> {
  if (!stream.write(chunk)) await once(stream, 'drain');
}
