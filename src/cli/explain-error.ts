import type { Problem } from '../http/contract/problem.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { FarmOutage, FarmRefusal, NotAFarm, UsageError } from './farm-errors.ts';
import { OutputClosed, type Printer } from './printer.ts';
import { jsonLine } from './safe-text.ts';
import type { OutputForm } from './settings.ts';

type Told = {
  readonly exit: ExitCode;
  readonly problem: Omit<Problem, 'status'> & { readonly status?: number };
  /** Only where the fault is this program's own. */
  readonly stack: readonly string[];
};

/** Tells the user on stderr why it did not go well, and says the exit code. */
export async function explainError(
  error: unknown,
  to: { readonly printer: Printer; readonly form: OutputForm; readonly interrupt: AbortSignal },
): Promise<ExitCode> {
  // Who has interrupted us, or has stopped reading, knows why.
  if (isInterruption(error, to.interrupt) || error instanceof OutputClosed) return exitCodes.interrupted.code;
  const { exit, problem, stack } = describe(error);
  if (to.form === 'json') {
    await to.printer.note(jsonLine(problem));
  } else {
    for (const line of [`wheelyard: ${problem.detail}`, ...stack]) await to.printer.note(line);
  }
  return exit;
}

const isInterruption = (error: unknown, interrupt: AbortSignal): boolean =>
  interrupt.aborted &&
  (error === interrupt.reason || (error instanceof Error && error.name === 'AbortError'));

/** In the form of RFC 9457 also where the farm did not say it itself. */
function describe(error: unknown): Told {
  if (error instanceof FarmRefusal)
    return { exit: exitCodes.refused.code, problem: error.problem, stack: [] };
  if (error instanceof UsageError) return told(error, { exit: 'usage', kind: 'wrong-usage' });
  if (error instanceof FarmOutage) return told(error, { exit: 'outage', kind: 'farm-out-of-order' });
  if (error instanceof NotAFarm) return told(error, { exit: 'outage', kind: 'not-a-farm' });
  const fault = error instanceof Error ? error : new Error(String(error));
  const stack = fault.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
  return { ...told(fault, { exit: 'outage', kind: 'fault' }), stack };
}

const told = (error: Error, { exit, kind }: { exit: keyof typeof exitCodes; kind: string }): Told => ({
  exit: exitCodes[exit].code,
  problem: {
    type: `urn:wheelyard:problem:${kind}`,
    title: kind.replaceAll('-', ' '),
    detail: error.message,
  },
  stack: [],
});
