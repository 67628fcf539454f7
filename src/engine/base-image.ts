import type Docker from 'dockerode';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { renderAptSources, type PackageMirror } from '../domain/package-mirror.ts';
import { platformOf, type Target } from '../domain/target.ts';
import { Outage } from '../farm/ports.ts';
import { callEngine, statusOf } from './outage.ts';
import { baseReference } from './image-reference.ts';

export type BaseOptions = {
  readonly mirror: PackageMirror | null;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
};

/** Makes sure of the bare OS: the registry's image, or, where none is to be had, one from the distribution's packages. */
export async function ensureBase(docker: Docker, target: Target, options: BaseOptions): Promise<string> {
  const reference = baseReference(target);
  if (await hasImage(docker, reference)) return reference;
  const { registryImage, bootstrap } = target.base;
  const pulled = await pull(docker, { image: registryImage, platform: platformOf(target) });
  if (pulled === null) {
    await docker.getImage(registryImage).tag(splitReference(reference));
    options.report(`base ${registryImage} from the registry`);
    return reference;
  }
  if (bootstrap === null) throw new Outage(`${registryImage} can't be pulled: ${pulled}`);
  options.report(
    `${registryImage} can't be pulled (${pulled}); making ${bootstrap.suite} from its own packages`,
  );
  await bootstrapBase(docker, { reference, target, suite: bootstrap.suite, ...options });
  return reference;
}

export async function hasImage(docker: Docker, reference: string): Promise<boolean> {
  // Asked by name: a filtered list would cost a look at every image of the engine.
  const found = docker.getImage(reference).inspect();
  return callEngine(
    'look for an image',
    found.then(
      () => true,
      (error: unknown) => {
        if (statusOf(error) === 404) return false;
        throw error;
      },
    ),
  );
}

/** Null when it worked, else why not. */
async function pull(docker: Docker, wanted: { image: string; platform: string }): Promise<string | null> {
  try {
    const stream = await docker.pull(wanted.image, { platform: wanted.platform });
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error: Error | null) =>
        error === null ? resolve() : reject(error),
      );
    });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : String(error);
  }
}

async function bootstrapBase(
  docker: Docker,
  base: { reference: string; target: Target; suite: string } & BaseOptions,
): Promise<void> {
  const sources = base.mirror === null ? [] : renderAptSources(base.mirror, base.suite);
  const architecture = `--architectures=${base.target.architecture}`;
  const child = spawn(
    'mmdebstrap',
    ['--quiet', '--variant=minbase', architecture, base.suite, '-', ...sources],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: base.signal,
    },
  );
  const lastWords: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastWords.push(line);
    if (lastWords.length > 20) lastWords.shift();
    base.report(line);
  });
  const exited = once(child, 'exit').then(
    ([code]) => (code === 0 ? null : `ended with ${String(code)}: ${lastWords.join(' / ')}`),
    (error: Error) => `${error.message}; install mmdebstrap, or give the engine access to a registry`,
  );
  // Imported under a name of its own first: a base that was cut off half-way never bears the real name.
  const unproven = `${base.reference}-unproven`;
  const imported = docker
    .importImage(child.stdout, { ...splitReference(unproven), platform: platformOf(base.target) })
    .then(
      (stream) =>
        new Promise<void>((resolve, reject) => {
          docker.modem.followProgress(stream, (error: Error | null) =>
            error === null ? resolve() : reject(error),
          );
        }),
    );
  const problem = await exited;
  if (problem !== null) {
    await imported.catch(() => undefined);
    throw new Outage(`mmdebstrap ${problem}`);
  }
  await callEngine('import a base image', imported);
  await callEngine('name a base image', docker.getImage(unproven).tag(splitReference(base.reference)));
  await callEngine('drop the first name of a base image', docker.getImage(unproven).remove());
}

export function splitReference(reference: string): { repo: string; tag: string } {
  const colon = reference.lastIndexOf(':');
  return { repo: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}
