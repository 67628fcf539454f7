import { FarmOutage, NotAFarm } from './farm-errors.ts';

/** Whatever breaks while bytes are on their way is an outage, unless the user broke it. */
export async function duringTransfer<Value>(
  { url, interrupt }: { readonly url: URL; readonly interrupt: AbortSignal },
  transfer: () => Promise<Value>,
): Promise<Value> {
  try {
    return await transfer();
  } catch (error) {
    interrupt.throwIfAborted();
    if (error instanceof NotAFarm) throw error;
    throw new FarmOutage(explain(url, causeOf(error)), { cause: error });
  }
}

/** Somebody was there, and hung up: a server that is stopped, or one that was sent far more than it takes. */
const brokenOff = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

const explain = (url: URL, cause: Cause): string =>
  brokenOff.has(cause.code)
    ? `the farm at ${url.href} broke off the connection (${cause.message})`
    : `no farm answers at ${url.href} (${cause.message}): start one with "wheelyard up", or name another with --url`;

type Cause = { readonly message: string; readonly code: string };

/** fetch says only that it failed; its cause says why. Tries of several addresses are a list without a message. */
function causeOf(error: unknown): Cause {
  const outer = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const inner: unknown = outer instanceof AggregateError ? outer.errors.at(-1) : outer;
  if (!(inner instanceof Error)) return { message: String(inner), code: '' };
  return { message: inner.message, code: 'code' in inner ? String(inner.code) : '' };
}
