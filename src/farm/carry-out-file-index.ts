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
import { Outage } from './ports.ts';
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
    await Promise.all([
      pipeline(lines, createZstdCompress(), createWriteStream(file)),
      worker.engine
        .listPackageFiles(plan.image, {
          onOutput: (chunk) => write(lines, chunk),
          report: (line) => record.log.say('index', line),
          signal,
        })
        .then(
          () => lines.end(),
          (error: unknown) => {
            lines.destroy(new Outage('the OS packages could not be listed', { cause: error }));
            throw error;
          },
        ),
    ]);
    const index = await keepFile(worker, { file, signal });
    return { kind: 'indexed', index, evidence: await record.evidence(nothing) };
  } finally {
    await record.closeLog().catch(() => undefined);
  }
}

async function write(stream: Writable, chunk: Uint8Array): Promise<void> {
  if (!stream.write(chunk)) await once(stream, 'drain');
}
