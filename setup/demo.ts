import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { readConfig } from '../src/config.ts';
import { readLocalToken } from '../src/known-tokens.ts';
import { fetchMirrorSdist } from '../bench/mirror-sdist.ts';
import { makeExampleSdist } from './example-sdist.ts';
import { nameImage } from './image-name.ts';

/*
 * The farm's main job, shown from outside: starts a farm, builds the repository's own example and a real project from
 * source through the command line, and installs both with pip in the target's runtime container. `--once` ends then.
 */
const root = resolve(import.meta.dirname, '..');
const program = join(root, 'src', 'wheelyard.ts');
const target = 'debian-12-cp311-amd64';
const pyyaml = {
  project: 'pyyaml',
  version: '6.0.2',
  poolPath: 'pool/main/p/pyyaml/pyyaml_6.0.2.orig.tar.gz',
  sha256: 'd584d9ec91ad65861cc08d42e834324ef890a082e591037abe114850ff7bbc3e',
};

type Proof = {
  readonly file: string;
  readonly project: string;
  readonly python: string;
  readonly words: readonly string[];
};

const say = (line: string): void => void process.stderr.write(`demo: ${line}\n`);

async function main(): Promise<void> {
  const config = readConfig({ WHEELYARD_DATA: join(root, '.wheelyard', 'demo'), ...process.env });
  const environment = { ...process.env, WHEELYARD_DATA: config.dataFolder };
  const wheelyard = (...words: readonly string[]): Promise<string> =>
    promisify(execFile)(process.execPath, [program, ...words], {
      env: environment,
      maxBuffer: 64 * 1024 ** 2,
    }).then(({ stdout }) => stdout);

  say(`starting a farm at ${config.url} (data in ${config.dataFolder})`);
  const farm = spawn(process.execPath, [program, 'up'], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(farm, 'exit');
  const stop = (): void => void farm.kill('SIGTERM');
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await Promise.race([
      untilReady(config.url),
      ended.then(() => Promise.reject(new Error('the farm ended; see above'))),
    ]);
    if ((await readLocalToken(config.dataFolder)) === null)
      throw new Error('another farm answers at that address');
    for (const proof of await findProofs()) await prove(proof, { wheelyard, url: config.url });
    say('proved: built from source, linked to the libraries of the system, installed by pip, imported');
    if (process.argv.includes('--once')) return;
    say(
      `the farm stays up: ${config.url}/ shows its builds, ${config.url}/index/${target}/simple/ is its index; end it with Ctrl-C`,
    );
    await ended;
  } finally {
    stop();
    await ended;
  }
}

async function findProofs(): Promise<readonly Proof[]> {
  const folder = join(root, '.wheelyard', 'sources');
  const example: Proof = {
    file: await makeExampleSdist(folder),
    project: 'wheelyard-example',
    python:
      'import wheelyard_example as e; print("libsodium", e.library_version(), e.digest(b"wheelyard").hex()[:16])',
    words: ['--target', target],
  };
  try {
    const file = await fetchMirrorSdist(pyyaml, folder);
    const python = 'import yaml; print("PyYAML", yaml.__version__, yaml.load("[1, two]", yaml.CSafeLoader))';
    // Debian renames the archive, so its name says nothing of the release.
    return [example, { file, project: 'pyyaml', python, words: ['--target', target] }];
  } catch (error) {
    say(`the real project (PyYAML) is left out: ${error instanceof Error ? error.message : String(error)}`);
    return [example];
  }
}

async function prove(
  proof: Proof,
  farm: { readonly wheelyard: (...words: readonly string[]) => Promise<string>; readonly url: string },
): Promise<void> {
  say(`building ${proof.project} from ${proof.file}`);
  await farm.wheelyard('build', proof.file, ...proof.words);
  const listed = JSON.parse(
    await farm.wheelyard('builds', '--project', proof.project, '--target', target, '--json'),
  );
  const id: unknown = listed.builds[0].id;
  process.stdout.write(await farm.wheelyard('show', String(id)));
  const detail = JSON.parse(await farm.wheelyard('show', String(id), '--json'));
  const libraries = new Set(
    detail.attempts.flatMap((attempt: { outcome: { evidence: { linkedLibraries: object } } | null }) =>
      Object.values(attempt.outcome?.evidence.linkedLibraries ?? {}),
    ),
  );
  say(
    `installing ${proof.project} with pip in a runtime container of ${target}, beside ${[...libraries].join(' ')}`,
  );
  const script = [
    `apt-get install -y -qq ${[...libraries].join(' ')} >/dev/null 2>&1`,
    `pip install --quiet --root-user-action=ignore --index-url ${farm.url}/index/${target}/simple/ ${proof.project}`,
    `python3 -c '${proof.python}'`,
  ].join(' && ');
  const words = [
    'run',
    '--rm',
    '--network',
    'host',
    '-e',
    'PIP_BREAK_SYSTEM_PACKAGES=1',
    await nameImage(target, 'runtime'),
    'sh',
    '-c',
    script,
  ];
  const { stdout } = await promisify(execFile)('docker', words, { timeout: 300_000 });
  process.stdout.write(`imported in the runtime container: ${stdout}`);
}

async function untilReady(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const ready = await fetch(`${url}/health/ready`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the farm is not ready at ${url} after a minute`);
}

await main();
