import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Limits } from './domain/limits.ts';
import type { AttemptId } from './domain/plan.ts';
import { sandboxOptions } from './engine/container-options.ts';
import { renderDockerFlags } from './engine/docker-flags.ts';
import type { DockerProgram } from './cli/surroundings.ts';

/** The `docker` program of this machine, as whoever types commands would use it. */
export const dockerProgram: DockerProgram = {
  isThere: async () => (await run('docker', ['--version'], 'ignore')) === 0,
  hasImage: async (reference) => (await run('docker', ['image', 'inspect', reference], 'ignore')) === 0,
  hasKeyboard: process.stdin.isTTY,
  perform: (program, words) => run(program, words, 'inherit'),
  sandboxFlags: renderSandboxFlags,
};

/** What bounds a worker's sandbox, as words of `docker run`. */
export function renderSandboxFlags(limits: Limits): readonly string[] {
  // Name, image and driver of a run are none of its bounds.
  return renderDockerFlags(
    sandboxOptions({ attempt: '0.0' as AttemptId, image: '', driver: '', limits }, {}),
  );
}

/** The exit status; 127 where there is no such program, as a shell says it. */
async function run(program: string, words: readonly string[], stdio: 'ignore' | 'inherit'): Promise<number> {
  const child = spawn(program, words, { stdio });
  const [code, signal] = await once(child, 'exit').catch((): [number, null] => [127, null]);
  if (typeof code === 'number') return code;
  return signal === null ? 1 : 128;
}
