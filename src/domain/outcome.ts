import type { Failure } from './failure.ts';
import type { LogOutline } from './log-outline.ts';
import type { Missing } from './missing.ts';
import type { Phase } from './plan.ts';
import type { Sha256 } from './sha256.ts';
import type { SymbolsByLibrary } from './symbols.ts';
import type { WheelFacts } from './wheel.ts';

/** What a plan comes back as. An outage is none of these: it is thrown, and the queue tries again. */
export type Outcome = AttemptOutcome | RefreshOutcome;

/** What a refresh comes back as when its images are there; else it is `failed`. */
export type RefreshOutcome = {
  readonly kind: 'refreshed';
  readonly build: SeenImage;
  readonly runtime: SeenImage;
  readonly evidence: Evidence;
};

/** An image by its manifest's digest; `facts`: the blob that says what is in it. */
export type SeenImage = { readonly identity: Sha256; readonly facts: Sha256 };

export type AttemptOutcome =
  | { readonly kind: 'built'; readonly wheel: WheelFacts; readonly evidence: Evidence }
  | { readonly kind: 'verified'; readonly evidence: Evidence }
  | {
      readonly kind: 'needs';
      readonly requirements: readonly UnmetRequirement[];
      readonly evidence: Evidence;
    }
  /** `index`: the blob with the target's file index, as `domain/file-index.ts` reads it. */
  | { readonly kind: 'indexed'; readonly index: Sha256; readonly evidence: Evidence }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly evidence: Evidence };

/** A build requirement (PEP 508) that neither the laid-in wheels nor the image meets. */
export type UnmetRequirement = {
  readonly requirement: string;
  /** The version that is there but does not fit. */
  readonly available: string | null;
};

/** What was seen in an attempt. */
export type Evidence = {
  readonly worker: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly image: SeenImage | null;
  /** The whole log; null when nothing was printed. */
  readonly log: StoredLog | null;
  /** Milliseconds by phase, in order. */
  readonly phases: readonly { readonly phase: Phase; readonly milliseconds: number }[];
  /** Build requirements as they were met. */
  readonly requirements: readonly MetRequirement[];
  readonly peakMemoryBytes: number | null;
  /** OS package of each linked library: `libyaml-0.so.2` -> `libyaml-0-2`. */
  readonly linkedLibraries: Readonly<Record<string, string>>;
  /** What the wheel uses of each of them, but of the C library; absent: it can't be told, or was not looked at. */
  readonly usedSymbols?: SymbolsByLibrary;
  /** All that the log says was looked for and not there, the likeliest cause of a failure first. Optional things are among them. */
  readonly missing: readonly Missing[];
  /** Extensions that the build skipped and went on without, as its log names them. */
  readonly skippedExtensions: readonly string[];
  /** Of the OS packages that the farm found, those of which a file was opened; null when that was not watched to the end. */
  readonly openedPackages: readonly string[] | null;
  /** Import names tried, and what came of each. */
  readonly imports: readonly ImportEvidence[];
};

/** A blob of zstd over one JSON line each. `cutBytes`: how much of the middle was left out. */
export type StoredLog = {
  readonly sha256: Sha256;
  readonly lines: number;
  readonly cutBytes: number;
  /** Logs that were written before there was one have none, and are one frame. */
  readonly outline?: LogOutline;
};

export type MetRequirement = {
  readonly requirement: string;
  readonly version: string;
  /** `farm`: a wheel that the farm built. `distribution`: the target's own package. */
  readonly source: 'farm' | 'distribution';
};

export type ImportEvidence =
  | { readonly module: string; readonly result: 'imported' }
  /** It stopped at a module that is not its own: a run-time dependency that this check does not lay in. */
  | { readonly module: string; readonly result: 'lacks-dependency'; readonly dependency: string };
