import { Writable } from 'node:stream';
import { openFile } from '../../src/cli/open-file.ts';
import { openOutputFolder } from '../../src/cli/output-folder.ts';
import { runProgram } from '../../src/cli/run-program.ts';
import type { DockerProgram, Output, Surroundings } from '../../src/cli/surroundings.ts';

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

type Changes = Partial<Omit<Surroundings, 'output' | 'setExitCode'>> & {
  readonly output?: Partial<Omit<Output, 'stdout' | 'stderr'>>;
  /** Called with each piece that is printed on stdout; an error that it throws is one of the stream. */
  readonly onOutput?: (text: string) => void;
};

/** Runs one command line in a world of the test's making, in which a pause takes no time but is seen on the clock. */
export async function runCli(words: readonly string[], changes: Changes = {}): Promise<Ran> {
  const { output, onOutput, ...world } = changes;
  const stdout = openPaper(onOutput);
  const stderr = openPaper();
  let now = 1_000_000;
  let code = -1;
  await runProgram(
    {
      version: '0.0.0',
      url: 'http://127.0.0.1:9',
      token: null,
      fetch,
      openFile,
      openInput: () => new Blob([]).stream(),
      openOutputFolder,
      docker: noDocker,
      clock: () => now,
      pause: async (milliseconds) => {
        now += milliseconds;
        await new Promise((done) => setImmediate(done));
      },
      interrupt: new AbortController().signal,
      processes: { up: nothing, serve: nothing, work: nothing },
      doctor: async () => [],
      checkRecipes: async () => ({ recipes: 0, problems: [] }),
      ...world,
      output: {
        stdout: stdout.stream,
        stderr: stderr.stream,
        isTerminal: false,
        hasColors: false,
        columns: 80,
        rows: 24,
        ...output,
      },
      setExitCode: (given) => {
        code = given;
      },
    },
    words,
  );
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** A machine without the program. */
const noDocker: DockerProgram = {
  isThere: async () => false,
  hasImage: async () => false,
  hasKeyboard: false,
  perform: async () => 127,
  sandboxFlags: () => ['--network', 'none'],
};

async function nothing(): Promise<void> {}

function openPaper(onText: (text: string) => void = () => {}) {
  let written = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      try {
        onText(chunk.toString());
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
  return { stream, text: () => written };
}

/** The lines of a `--json` output, each parsed. */
export const jsonLines = (text: string): readonly unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
