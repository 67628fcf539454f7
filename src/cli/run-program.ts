import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { makeProgram } from './program.ts';
import type { Surroundings } from './surroundings.ts';

/** Runs one command line (without node and script) to its end; the exit code goes to `world.setExitCode`. */
export async function runProgram(world: Surroundings, words: readonly string[]): Promise<void> {
  try {
    await makeProgram(world).parseAsync(words, { from: 'user' });
  } catch (error) {
    // It has told the user already: help and version are what was wished for, all else is wrong usage.
    if (!(error instanceof CommanderError)) throw error;
    world.setExitCode(error.exitCode === 0 ? exitCodes.done.code : exitCodes.usage.code);
  }
}
