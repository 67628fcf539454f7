import { exitCodes, type ExitCode } from './exit-codes.ts';
import { FarmOutage } from './farm-errors.ts';

/** A process of the farm from its start to its good end; that it can't start is an outage. */
export async function runProcess(name: string, run: () => Promise<void>): Promise<ExitCode> {
  try {
    await run();
  } catch (error) {
    throw new FarmOutage(`${name} can't run: ${messagesOf(error).join(': ')}`, { cause: error });
  }
  return exitCodes.done.code;
}

const messagesOf = (error: unknown): readonly string[] =>
  error instanceof Error
    ? [error.message, ...(error.cause === undefined ? [] : messagesOf(error.cause))]
    : [String(error)];
