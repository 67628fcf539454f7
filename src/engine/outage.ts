import { Outage } from '../farm/ports.ts';

/** The engine's HTTP status, when it answered at all. */
export function statusOf(error: unknown): number | null {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : null;
}

/** Runs a call to the engine; whatever goes wrong there is the farm's fault, not the package's. */
export async function callEngine<Value>(what: string, call: Promise<Value>): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Outage(`container engine, ${what}: ${reason}`, { cause: error });
  }
}
