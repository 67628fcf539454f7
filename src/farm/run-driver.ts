import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pack, type Pack } from 'tar-stream';
import { pipeline } from 'node:stream/promises';
import { openFrameReader, ProtocolBreach, type DriverFrame } from '../domain/driver-frames.ts';
import {
  parseDriverEvent,
  type DriverEvent,
  type DriverResult,
  type DriverUsage,
} from '../domain/driver-event.ts';
import type { Limits } from '../domain/limits.ts';
import type { ImportEvidence, MetRequirement } from '../domain/outcome.ts';
import type { AttemptId, Phase } from '../domain/plan.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { LogWriter } from './log-writer.ts';
import type { Engine, SandboxEnd } from './engine-port.ts';
import { Outage, type Blobs, type Clock } from './ports.ts';

/** A file that goes into the sandbox: text made here, or a blob. */
export type DriverInput =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly sha256: Sha256; readonly sizeBytes: number };

export type DriverRun = {
  readonly attempt: AttemptId;
  readonly image: string;
  readonly driver: string;
  readonly inputs: readonly DriverInput[];
  readonly limits: Limits;
  readonly log: LogWriter;
  /** Where the wheel is put. */
  readonly folder: string;
  readonly signal: AbortSignal;
};

export type PhaseTime = { readonly phase: Phase; readonly startedAt: number };

/** What a sandbox said and did; nothing of it is judged yet. */
export type DriverReport = {
  readonly end: SandboxEnd | { readonly kind: 'breach'; readonly problem: string };
  /** The driver's own last word; null when it did not come to it. */
  readonly last: { readonly result: DriverResult; readonly usage: DriverUsage } | null;
  /** Of the OS packages that it was to trace, those that the build opened; null when it did not watch to the end. */
  readonly openedPackages: readonly string[] | null;
  readonly phases: readonly PhaseTime[];
  readonly requirements: readonly MetRequirement[];
  readonly imports: readonly ImportEvidence[];
  readonly failedImport: { readonly module: string; readonly message: string } | null;
  /** A wheel that came out whole; its name is still only claimed. */
  readonly wheel: { readonly file: string; readonly filename: string } | null;
};

const mostEvents = 10_000;

export async function runDriver(
  worker: { readonly engine: Engine; readonly blobs: Blobs; readonly clock: Clock },
  run: DriverRun,
): Promise<DriverReport> {
  const phases: PhaseTime[] = [];
  const requirements: MetRequirement[] = [];
  const imports: ImportEvidence[] = [];
  let failedImport: DriverReport['failedImport'] = null;
  let last: DriverReport['last'] = null;
  let openedPackages: DriverReport['openedPackages'] = null;
  let events = 0;
  await using wheel = openWheelFile(run.folder, run.limits.wheelBytes);

  const onEvent = async (event: DriverEvent): Promise<void> => {
    events += 1;
    if (events > mostEvents) throw new ProtocolBreach(`more than ${mostEvents} events`);
    switch (event.event) {
      case 'phase':
        phases.push({ phase: event.phase, startedAt: worker.clock() });
        return;
      case 'requirement': {
        const { requirement, version, source } = event;
        requirements.push({ requirement, version, source });
        return;
      }
      case 'note':
        run.log.say(phases.at(-1)?.phase ?? 'unpack', event.text);
        return;
      case 'wheel':
        return wheel.begin(event);
      case 'import': {
        const { module } = event;
        if (event.result === 'failed') failedImport = { module, message: event.message };
        else if (event.result === 'imported') imports.push({ module, result: 'imported' });
        else imports.push({ module, result: 'lacks-dependency', dependency: event.dependency });
        return;
      }
      case 'end':
        last = { result: event.result, usage: event.usage };
        openedPackages = event.openedPackages;
    }
  };
  const onFrame = async ({ type, payload }: DriverFrame): Promise<void> => {
    switch (type) {
      case 'L':
        return run.log.write(phases.at(-1)?.phase ?? 'unpack', payload);
      case 'E':
        return onEvent(parseDriverEvent(payload));
      case 'W':
        return wheel.write(payload);
    }
  };

  const readFrames = openFrameReader();
  const end = await worker.engine
    .runSandbox({
      attempt: run.attempt,
      image: run.image,
      driver: run.driver,
      input: packInputs(worker.blobs, run.inputs),
      limits: run.limits,
      signal: run.signal,
      onOutput: async (piece) => {
        for (const frame of readFrames(piece)) await onFrame(frame);
      },
    })
    .catch((error: unknown) => {
      if (error instanceof ProtocolBreach) return { kind: 'breach' as const, problem: error.message };
      throw error;
    });
  const seen = { phases, requirements, imports, failedImport, openedPackages };
  return { end, last, ...seen, wheel: await wheel.finish() };
}

/** The tar stream for the driver's standard input, made while it is read. */
function packInputs(blobs: Blobs, inputs: readonly DriverInput[]): Readable {
  const archive = pack();
  addInputs(archive, { blobs, inputs }).then(
    () => archive.finalize(),
    (cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      archive.destroy(new Outage(`what a sandbox needs can not be read: ${reason}`, { cause }));
    },
  );
  return Readable.from(archive, { objectMode: false });
}

async function addInputs(
  archive: Pack,
  from: { blobs: Blobs; inputs: readonly DriverInput[] },
): Promise<void> {
  for (const input of from.inputs) {
    if ('text' in input) {
      archive.entry({ name: input.name }, input.text);
      continue;
    }
    const blob = await from.blobs.get(input.sha256);
    if (blob === null) throw new Error(`the blob ${input.sha256} of ${input.name} is gone`);
    await pipeline(blob.content, archive.entry({ name: input.name, size: blob.sizeBytes }));
  }
}

type WheelFile = {
  readonly begin: (wheel: { readonly filename: string; readonly size: number }) => Promise<void>;
  readonly write: (piece: Uint8Array) => Promise<void>;
  readonly finish: () => Promise<DriverReport['wheel']>;
} & AsyncDisposable;

function openWheelFile(folder: string, limitBytes: number): WheelFile {
  let current: { filename: string; size: number; written: number; handle: FileHandle } | null = null;
  const file = join(folder, 'wheel');
  return {
    begin: async ({ filename, size }) => {
      if (current !== null) throw new ProtocolBreach('a second wheel');
      if (size > limitBytes) throw new ProtocolBreach(`a wheel of ${size} bytes`);
      current = { filename, size, written: 0, handle: await open(file, 'w') };
    },
    write: async (piece) => {
      if (current === null) throw new ProtocolBreach('a piece of no wheel');
      current.written += piece.length;
      if (current.written > current.size)
        throw new ProtocolBreach('a wheel that is longer than it was said to be');
      await current.handle.appendFile(piece);
    },
    finish: async () => {
      if (current === null) return null;
      const { handle, filename, size, written } = current;
      await handle.close();
      return written === size ? { file, filename } : null;
    },
    [Symbol.asyncDispose]: async () => {
      await current?.handle.close();
    },
  };
}
