import type { Writable } from 'node:stream';
import type { FileProblem } from '../domain/file-problem.ts';
import type { Limits } from '../domain/limits.ts';
import type { ExitCode } from './exit-codes.ts';
import type { OutputFolder } from './output-folder.ts';

/** Everything of the world that the command line touches, given by the composition. */
export type Surroundings = {
  /** What `--version` says. */
  readonly version: string;
  /** Where the farm is, unless `--url` says otherwise. */
  readonly url: string;
  /** What is shown to the farm, unless `--token` says otherwise. */
  readonly token: string | null;
  readonly output: Output;
  readonly fetch: typeof fetch;
  /** A file whose content is read as it is sent; null: there is no such file. */
  readonly openFile: (path: string) => Promise<Blob | null>;
  /** Standard input, opened when it is asked for and not before. */
  readonly openInput: () => AsyncIterable<Uint8Array>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Ends early, well or with an error, when the signal is aborted. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Aborted when the user has had enough (SIGINT). */
  readonly interrupt: AbortSignal;
  /** A folder to fill; null: a new temporary one. `taken`: something lies in it. */
  readonly openOutputFolder: (path: string | null) => Promise<OutputFolder | 'taken'>;
  readonly docker: DockerProgram;
  readonly processes: Processes;
  readonly doctor: () => Promise<readonly DoctorFinding[]>;
  /** Reads the farm's recipes, or those of another folder. */
  readonly checkRecipes: (folder?: string) => Promise<RecipeCheck>;
  readonly setExitCode: (code: ExitCode) => void;
};

export type Output = {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether somebody watches stdout: what has happened may then be drawn over. */
  readonly isTerminal: boolean;
  /** False for what is no terminal, and wherever NO_COLOR is set. */
  readonly hasColors: boolean;
  readonly columns: number;
  readonly rows: number;
};

/** The `docker` program, for repeating attempts by hand on the machine of whoever asks. */
export type DockerProgram = {
  readonly isThere: () => Promise<boolean>;
  readonly hasImage: (reference: string) => Promise<boolean>;
  /** Whether somebody can type. */
  readonly hasKeyboard: boolean;
  /** Runs a program at the user's own terminal; its exit status. */
  readonly perform: (program: 'docker' | 'sh', words: readonly string[]) => Promise<number>;
  /** Words of `docker run` that bound a container as a worker bounds a build. */
  readonly sandboxFlags: (limits: Limits) => readonly string[];
};

/** The farm's own processes: each runs until it is told to stop, and rejects with a sentence when it can't start. */
type Processes = {
  readonly up: (options: ServeOptions) => Promise<void>;
  readonly serve: (options: ServeOptions) => Promise<void>;
  readonly work: (options: WorkOptions) => Promise<void>;
};

/** Null: as the configuration says. */
export type ServeOptions = {
  readonly port: number | null;
  readonly data: string | null;
  readonly log: LogForm;
};

export type WorkOptions = { readonly log: LogForm };

/** `json`: one object a line. */
export type LogForm = 'text' | 'json';

export type DoctorFinding = { readonly prerequisite: string } & (
  | { readonly state: 'found'; readonly version: string }
  /** `needed`: nothing works without it; `advised`: something does not. */
  | { readonly state: 'needed' | 'advised'; readonly problem: string; readonly fix: string }
);

type RecipeCheck = { readonly recipes: number; readonly problems: readonly FileProblem[] };
