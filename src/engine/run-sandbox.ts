import type Docker from 'dockerode';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxEnd, SandboxRun } from '../farm/engine-port.ts';
import { Outage } from '../farm/ports.ts';
import type { Belongings } from './belongings.ts';
import { sandboxOptions } from './container-options.ts';
import { callEngine, statusOf } from './outage.ts';
import { splitOutput } from './output-stream.ts';

/** The driver ends a build that takes too long; this much later the worker ends a driver that did not. */
const graceSeconds = 20;
const keptStderrBytes = 16 * 1024;
/** A container's output ends with it. */
const endMilliseconds = 5000;
const killedExitCode = 128 + 9;

/** Runs one container to its end. Whatever happens, the container is gone when this returns or throws. */
export async function runSandbox(
  docker: Docker,
  sandbox: { readonly run: SandboxRun; readonly belongings: Belongings },
): Promise<SandboxEnd> {
  const { run } = sandbox;
  run.signal.throwIfAborted();
  using claim = sandbox.belongings.claim();
  const options = sandboxOptions(run, claim.labels);
  const container = await callEngine('create a sandbox', docker.createContainer(options));
  await using _removed = { [Symbol.asyncDispose]: () => removeContainer(container) };
  const stream = await callEngine(
    'attach to a sandbox',
    container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true }),
  );
  await callEngine('start a sandbox', container.start());

  const deadline = AbortSignal.timeout((run.limits.wallSeconds + graceSeconds) * 1000);
  const stop = AbortSignal.any([run.signal, deadline]);
  // Killing the container ends its streams, and thereby the reading below.
  const kill = (): void => void killContainer(container);
  stop.addEventListener('abort', kill);
  if (stop.aborted) kill();
  try {
    const [stderr] = await Promise.all([
      readOutput(stream, run.onOutput),
      pipeline(run.input, stream).catch((error: unknown) => {
        // A driver that ends early closes its side; what it did not read is of no interest then.
        if (error instanceof Outage) throw error;
      }),
    ]);
    run.signal.throwIfAborted();
    if (deadline.aborted) return { kind: 'deadline' };
    const exitCode = await waitForEnd(container);
    const { State } = await callEngine('inspect a sandbox', container.inspect());
    // The build can't kill the driver, which is pid 1: an engine that was stopped did it, or the host, short of memory.
    if (exitCode === killedExitCode && !State.OOMKilled)
      throw new Error('the sandbox was killed from outside');
    return { kind: 'exited', exitCode, outOfMemory: State.OOMKilled, stderr };
  } catch (error) {
    run.signal.throwIfAborted();
    if (deadline.aborted) return { kind: 'deadline' };
    throw error;
  } finally {
    stop.removeEventListener('abort', kill);
  }
}

async function readOutput(
  stream: AsyncIterable<string | Buffer>,
  onOutput: SandboxRun['onOutput'],
): Promise<string> {
  const stderr: Uint8Array[] = [];
  let stderrBytes = 0;
  const chunks = splitOutput(stream)[Symbol.asyncIterator]();
  try {
    for (;;) {
      // What the stream throws is the engine's fault; what onOutput throws is the consumer's own word and goes up as it is.
      const next = await callEngine('read the output of a sandbox', chunks.next());
      if (next.done === true) break;
      const { stream: from, bytes } = next.value;
      if (from === 'stdout') await onOutput(bytes);
      else if (stderrBytes < keptStderrBytes) {
        stderr.push(bytes);
        stderrBytes += bytes.length;
      }
    }
  } finally {
    // Closes the stream: an engine can't remove a container whose last words nobody reads.
    await chunks.return(undefined);
  }
  return Buffer.concat(stderr).subarray(0, keptStderrBytes).toString('utf8');
}

/** A container that outlives its output has lost its worker: the engine, or the way to it, was away for a moment. */
async function waitForEnd(container: Docker.Container): Promise<number> {
  const waited: unknown = await callEngine(
    'wait for a sandbox',
    Promise.race([container.wait(), pause(endMilliseconds, null, { ref: false })]),
  );
  if (waited === null) throw new Outage('container engine: the output of a sandbox was cut off');
  return readStatusCode(waited);
}

function readStatusCode(waited: unknown): number {
  const code =
    typeof waited === 'object' && waited !== null && 'StatusCode' in waited ? waited.StatusCode : null;
  if (typeof code !== 'number') throw new Outage('container engine: an end without exit code');
  return code;
}

async function killContainer(container: Docker.Container): Promise<void> {
  // 404 and 409: it has ended by itself. An engine that does not answer is met again by the removal.
  await container.kill().catch(() => undefined);
}

async function removeContainer(container: Docker.Container): Promise<void> {
  await container.remove({ force: true, v: true }).catch((error: unknown) => {
    // Gone, or being removed. With the engine itself gone, the sweep finds the container later.
    if (statusOf(error) === null) return;
    if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error;
  });
}
