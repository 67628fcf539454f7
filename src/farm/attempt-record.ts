import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sha256Of, type Sha256 } from '../domain/sha256.ts';
import type { Evidence, SeenImage } from '../domain/outcome.ts';
import type { ImageFacts, ImageSpec } from '../domain/image.ts';
import type { AttemptId } from '../domain/plan.ts';
import { keepFile } from './keep-file.ts';
import { openLogWriter, type FinishedLog, type LogWriter } from './log-writer.ts';
import type { ImageResult } from './engine-port.ts';
import type { DriverReport, PhaseTime } from './run-driver.ts';
import type { WorkerPorts } from './worker-ports.ts';

/** What an attempt shows besides its times. */
export type SeenInBuild = { readonly report: DriverReport | null } & Partial<
  Pick<Evidence, 'linkedLibraries' | 'usedSymbols' | 'missing' | 'skippedExtensions'>
>;

/** What is noted while an attempt runs: its log, its image, its times. Becomes the evidence. */
export type AttemptRecord = {
  readonly log: LogWriter;
  readonly prepareImage: (spec: ImageSpec) => Promise<ImageResult>;
  /** Closes the log; nothing can be written to it afterwards. */
  readonly closeLog: () => Promise<FinishedLog>;
  /** The image that was prepared last. */
  readonly seenImage: () => Evidence['image'];
  readonly evidence: (seen: SeenInBuild) => Promise<Evidence>;
};

export async function openAttemptRecord(
  worker: WorkerPorts,
  attempt: { readonly id: AttemptId; readonly folder: string; readonly signal: AbortSignal },
): Promise<AttemptRecord> {
  const startedAt = worker.clock();
  const file = join(attempt.folder, 'log');
  const { liveLogs, clock, logBounds: bounds } = worker;
  const log = await openLogWriter({ attempt: attempt.id, liveLogs, clock, bounds, file });
  const phases: PhaseTime[] = [];
  let image: Evidence['image'] = null;
  let finished: Promise<FinishedLog> | null = null;
  const closeLog = (): Promise<FinishedLog> => (finished ??= log.finish());

  return {
    log,
    closeLog,
    seenImage: () => image,
    prepareImage: async (spec) => {
      phases.push({ phase: 'image', startedAt: worker.clock() });
      const made = await worker.engine.ensureImage(spec, {
        report: (line) => log.say('image', line),
        signal: attempt.signal,
      });
      if (made.kind === 'ready') {
        image = await keepImageFacts(worker, made.facts);
        const { target, flavour, osPackages } = spec;
        const extra = osPackages.length > 0 ? ` + ${osPackages.join(' ')}` : '';
        log.say(
          'image',
          `${target.name} ${flavour} image${extra}, manifest ${made.facts.identity.slice(0, 12)}`,
        );
      }
      return made;
    },
    evidence: async ({ report, linkedLibraries = {}, usedSymbols, missing = [], skippedExtensions = [] }) => {
      const { lines, cutBytes, outline } = await closeLog();
      let stored: Sha256 | null = null;
      if (lines > 0) stored = await keepFile(worker, { file, signal: attempt.signal });
      const endedAt = worker.clock();
      return {
        worker: worker.worker,
        startedAt,
        endedAt,
        image,
        log: stored === null ? null : { sha256: stored, lines, cutBytes, outline },
        phases: measurePhases([...phases, ...(report?.phases ?? [])], endedAt),
        requirements: report?.requirements ?? [],
        peakMemoryBytes: report?.last?.usage.peakMemoryBytes ?? null,
        linkedLibraries,
        ...(usedSymbols !== undefined && { usedSymbols }),
        missing,
        skippedExtensions,
        openedPackages: report?.openedPackages ?? null,
        imports: report?.imports ?? [],
      };
    },
  };
}

/** Keeps what is in an image as a blob. */
export async function keepImageFacts(
  worker: Pick<WorkerPorts, 'blobs'>,
  facts: ImageFacts,
): Promise<SeenImage> {
  const text = JSON.stringify(facts);
  const seen = { identity: facts.identity, facts: sha256Of(text) };
  // Also where it is there: what was put lately is not swept before the outcome names it.
  await worker.blobs.put(Readable.from([text]), { expect: seen.facts });
  return seen;
}

const measurePhases = (phases: readonly PhaseTime[], endedAt: number): Evidence['phases'] =>
  phases.map(({ phase, startedAt }, index) => ({
    phase,
    milliseconds: (phases[index + 1]?.startedAt ?? endedAt) - startedAt,
  }));
