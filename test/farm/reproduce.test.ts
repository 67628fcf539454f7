import Docker from 'dockerode';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderMakeImage } from '../../src/cli/render-make-image.ts';
import { renderSandboxFlags } from '../../src/docker-program.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { AttemptId } from '../../src/domain/plan.ts';
import { sandboxOptions } from '../../src/engine/container-options.ts';
import { makeSdist } from '../zoo/make-sdist.ts';
import { readZoo } from '../zoo/read-zoo.ts';
import { docker } from './docker.ts';
import { openTestFarm, type TestFarm } from './open-test-farm.ts';

const target = 'debian-12-cp311-amd64';
const program = join(import.meta.dirname, '..', '..', 'src', 'wheelyard.ts');

let folder = '';
let farm: TestFarm;
let build = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wy-reproduce-'));
  farm = await openTestFarm({ environment: { WHEELYARD_TARGETS: target } });
  const behaviour = readZoo().find(({ name }) => name === 'missing-header');
  if (behaviour === undefined) throw new Error('the zoo has no missing-header');
  const ids = await farm.build(await makeSdist(behaviour, folder), [target]);
  build = ids.get(target) ?? 0;
  await farm.follow(build);
}, 120_000);

afterAll(async () => {
  await farm[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** The program itself, as people start it. */
const wheelyard = (...words: readonly string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    const command = [program, ...words, '--url', farm.url, '--token', farm.token];
    const child = execFile(process.execPath, command, { timeout: 120_000 }, (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });

test('a failed attempt fails the same way when it is repeated by hand', async () => {
  const into = join(folder, 'repeated');
  const { code, stdout } = await wheelyard('reproduce', String(build), '--run', '--into', into);
  expect(stdout).toMatch(/fatal error: zoo\/no_such_header\.h: No such file or directory/);
  expect(stdout).toContain('== result: {"kind": "phase-failed", "phase": "build"');
  expect(code).toBe(1);
}, 120_000);

test('in the shell that follows, the source can be mended and the wheel be made again', async () => {
  const into = join(folder, 'mended');
  const { stdout } = await wheelyard('reproduce', String(build), '--json', '--into', into);
  const { command, image } = JSON.parse(stdout) as { command: readonly string[]; image: string };
  const flags = command.slice(command.indexOf('--entrypoint'), command.indexOf(image));
  // The terminal that a test has none of is a pipe to the shell.
  const mend = [
    'pwd',
    'mkdir zoo && echo > zoo/no_such_header.h',
    'CFLAGS=-I. python3 -m pip wheel --no-build-isolation --no-deps --no-index -q -w /work/again . ; ls /work/again',
  ].join('\n');
  const run = ['run', '--rm', '--interactive', ...flags, image];
  const shell = new Promise<string>((done) => {
    const child = execFile(
      'docker',
      [...run, 'python3', '-I', '/reproduce/reproduce.py', '--shell'],
      (_error, out, errors) => done(out + errors),
    );
    child.stdin?.end(`${mend}\n`);
  });
  const said = await shell;
  expect(said).toContain('/work/src/zoo_missing_header-1.0');
  expect(said).toMatch(/zoo_missing_header-1\.0-cp311-cp311-linux_x86_64\.whl/);
}, 120_000);

/** Without what says nothing: the two clients write that differently. */
const said = (options: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(options).filter(
      ([, value]) => !['null', '[]', '{}', '""'].includes(JSON.stringify(value)),
    ),
  );

const bounds = async (container: Docker.Container) => {
  const { HostConfig, Config } = await container.inspect();
  const { User, WorkingDir, Hostname, Entrypoint } = Config;
  return { ...said(HostConfig), ...said({ User, WorkingDir, Hostname, Entrypoint }) };
};

test('a container made by hand has the very bounds that a worker gives', async () => {
  const { stdout } = await wheelyard('reproduce', String(build), '--json');
  const { image, folder: temporary } = JSON.parse(stdout) as { image: string; folder: string };
  await rm(temporary, { recursive: true });
  const limits = { ...defaultLimits, cpus: 1.5, processes: 77 };
  const engine = new Docker({ socketPath: new URL(farm.config.dockerHost).pathname });
  const options = sandboxOptions({ attempt: '1.1' as AttemptId, image, driver: '', limits }, {});
  const worker = await engine.createContainer(options);
  const hand = engine.getContainer(await docker('create', ...renderSandboxFlags(limits), image, 'true'));
  try {
    expect(await bounds(hand)).toEqual(await bounds(worker));
  } finally {
    await Promise.all([worker.remove(), hand.remove()]);
  }
}, 60_000);

test('the script makes the images that are missing, and no other', async () => {
  const into = join(folder, 'image');
  const { stdout } = await wheelyard('reproduce', String(build), '--json', '--into', into);
  const { makeImage, image } = JSON.parse(stdout) as { makeImage: string; image: string };
  const run = promisify(execFile);
  // All of the attempt's own are there.
  expect((await run('sh', [makeImage])).stdout).toBe('');
  const reference = 'wheelyard/test-reproduce:made';
  const script = join(folder, 'make.sh');
  const step = { kind: 'install', reference, parent: image, argument: "it's" } as const;
  await writeFile(script, renderMakeImage([{ ...step, script: `printf '%s' "$1" > /made` }]));
  try {
    await run('sh', [script]);
    expect(await docker('run', '--rm', reference, 'cat', '/made')).toBe("it's");
  } finally {
    await docker('image', 'rm', reference);
  }
}, 60_000);
