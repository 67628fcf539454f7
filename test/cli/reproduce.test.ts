import { createHash } from 'node:crypto';
import { mkdtempDisposable, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DockerProgram } from '../../src/cli/surroundings.ts';
import { BuildDetail } from '../../src/http/contract/build.ts';
import { ReproductionView } from '../../src/http/contract/reproduction.ts';
import { exampleDetail, states } from './examples.ts';
import { openFarmDouble, refuse, say, type Answer } from './farm-double.ts';
import { jsonLines, runCli } from './run-cli.ts';

const sdist = Buffer.from('the sdist');
const image = 'wheelyard/debian-12-cp311-amd64-build:0123456789abcdef';

const view: ReproductionView = {
  attempt: '17.1',
  project: 'lxml',
  version: '5.3.0',
  target: 'debian-12-cp311-amd64',
  limits: {
    memoryBytes: 1,
    diskBytes: 1,
    cpus: 1,
    processes: 1,
    wallSeconds: 1,
    silenceSeconds: 1,
    wheelBytes: 1,
  },
  image: [
    {
      kind: 'base',
      reference: 'wheelyard/base:1',
      platform: 'linux/amd64',
      registryImage: 'debian:12',
      suite: 'bookworm',
    },
    { kind: 'install', reference: image, parent: 'wheelyard/base:1', script: "echo 'x'", argument: "it's" },
  ],
  files: [
    { path: 'reproduce.py', text: 'print()' },
    {
      path: 'sdist/lxml 5.3.0.tar.gz',
      href: '/api/attempts/17.1/inputs/lxml%205.3.0.tar.gz',
      sha256: createHash('sha256').update(sdist).digest('hex'),
      sizeBytes: sdist.length,
    },
  ],
};

const send =
  (content: Buffer): Answer =>
  (_asked, response) =>
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(content);

const openFarm = (content = sdist, shown: ReproductionView = view) =>
  openFarmDouble({
    'GET /api/builds/17': say(BuildDetail, exampleDetail(states.failed)),
    'GET /api/builds/18': say(BuildDetail, { ...exampleDetail(states.queued), id: 18, attempts: [] }),
    'GET /api/attempts/17.1/reproduction': say(ReproductionView, shown),
    'GET /api/attempts/17.2/reproduction': refuse(409, {
      kind: 'not-reproducible',
      detail: 'attempt 17.2 is of the kind verify; only builds can be repeated by hand',
    }),
    'GET /api/attempts/17.1/inputs/lxml%205.3.0.tar.gz': send(content),
  });

const openFolder = () => mkdtempDisposable(join(tmpdir(), 'wheelyard-reproduce-'));

/** A program that notes what was asked of it. */
function watchDocker(changes: Partial<DockerProgram> = {}) {
  const asked: (readonly string[])[] = [];
  const docker: DockerProgram = {
    isThere: async () => true,
    hasImage: async () => true,
    hasKeyboard: true,
    sandboxFlags: () => ['--network', 'none'],
    perform: async (program, words) => {
      asked.push([program, ...words]);
      return 0;
    },
    ...changes,
  };
  return { asked, docker };
}

test('the latest attempt that built is fetched into a folder, and the docker run that repeats it is printed', async () => {
  await using farm = await openFarm();
  await using folder = await openFolder();
  const words = ['reproduce', '17', '--into', folder.path, '--token', 'secret', '--url', farm.url];
  const { code, stdout, stderr } = await runCli(words);
  expect([code, stdout.trimEnd().split('\n')]).toEqual([
    0,
    [
      `docker image inspect ${image} >/dev/null 2>&1 || sh ${folder.path}/make-image.sh`,
      'docker run --rm --interactive --tty \\',
      '  --network none \\',
      `  --mount type=bind,source=${folder.path},target=/reproduce,readonly \\`,
      `  ${image} python3 -I /reproduce/reproduce.py --shell`,
    ],
  ]);
  expect(stderr).toContain('attempt 17.1: lxml 5.3.0 on debian-12-cp311-amd64');
  expect(await readFile(join(folder.path, 'sdist/lxml 5.3.0.tar.gz'))).toEqual(sdist);
  expect((await stat(folder.path)).mode & 0o777).toBe(0o755);
  expect(farm.asked.at(-1)?.headers).toMatchObject({ authorization: 'Bearer secret' });
  const script = await readFile(join(folder.path, 'make-image.sh'), 'utf8');
  for (const part of [
    'docker pull --platform linux/amd64 debian:12',
    'mmdebstrap --quiet --variant=minbase --architectures=amd64 bookworm -',
    `wheelyard/base:1 sh -c 'echo '\\''x'\\''' sh 'it'\\''s')`,
    `docker commit "$container" ${image}`,
  ])
    expect(script).toContain(part);
});

test('--json says the command as words, and without --into the folder is a new one', async () => {
  await using farm = await openFarm();
  const { stdout } = await runCli(['reproduce', '17.1', '--json', '--url', farm.url]);
  const [told] = jsonLines(stdout) as readonly [{ folder: string; command: readonly string[] }];
  expect(told).toMatchObject({ attempt: '17.1', image });
  expect(told.command.slice(0, 2)).toEqual(['docker', 'run']);
  expect((await readdir(told.folder)).toSorted()).toEqual(['make-image.sh', 'reproduce.py', 'sdist']);
  await rm(told.folder, { recursive: true });
});

test('--run makes the image where there is none, and ends as the attempt did', async () => {
  await using farm = await openFarm();
  for (const [status, code] of [
    [0, 0],
    [1, 1],
    [125, 4],
  ] as const) {
    await using folder = await openFolder();
    const { asked, docker } = watchDocker({ hasImage: async () => false });
    const perform: DockerProgram['perform'] = async (program, words) => {
      await docker.perform(program, words);
      return program === 'docker' ? status : 0;
    };
    const words = ['reproduce', '17.1', '--run', '--into', folder.path, '--url', farm.url];
    expect((await runCli(words, { docker: { ...docker, perform } })).code).toBe(code);
    expect(asked).toEqual([
      ['sh', `${folder.path}/make-image.sh`],
      expect.arrayContaining(['docker', 'run', image]),
    ]);
    // Nobody watches, so nobody types.
    expect(asked[1]).not.toContain('--tty');
    expect(asked[1]).not.toContain('--shell');
  }
});

test('--run at a terminal ends in a shell', async () => {
  await using farm = await openFarm();
  await using folder = await openFolder();
  const { asked, docker } = watchDocker();
  const words = ['reproduce', '17', '--run', '--into', folder.path, '--url', farm.url];
  await runCli(words, { docker, output: { isTerminal: true } });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toEqual(expect.arrayContaining(['--interactive', '--tty', '--shell']));
});

test('an image that cannot be made is told with the script that was tried', async () => {
  await using farm = await openFarm();
  await using folder = await openFolder();
  const { docker } = watchDocker({ hasImage: async () => false, perform: async () => 1 });
  const words = ['reproduce', '17', '--run', '--into', folder.path, '--url', farm.url];
  const ran = await runCli(words, { docker });
  expect([ran.code, ran.stderr]).toEqual([
    1,
    expect.stringContaining(`${folder.path}/make-image.sh is what was tried`),
  ]);
});

test('what cannot be repeated is told before anything is fetched', async () => {
  await using farm = await openFarm();
  await using taken = await openFolder();
  await writeFile(join(taken.path, 'mine'), '');
  const told = async (...words: readonly string[]) => {
    const { code, stderr } = await runCli(['reproduce', ...words, '--url', farm.url]);
    return [code, stderr];
  };
  expect(await told('17', '--run')).toEqual([
    2,
    'wheelyard: there is no docker program on this machine; without --run the command is only printed\n',
  ]);
  expect(await told('17.2')).toEqual([
    3,
    'wheelyard: attempt 17.2 is of the kind verify; only builds can be repeated by hand\n',
  ]);
  expect(await told('18')).toEqual([
    2,
    'wheelyard: build 18 has had no attempt yet that could be repeated; it is queued\n',
  ]);
  expect((await told('19'))[0]).toBe(3);
  expect((await told('17.'))[0]).toBe(2);
  expect(await told('17', '--into', taken.path)).toEqual([
    2,
    `wheelyard: ${taken.path}: the folder is not empty; name another with --into\n`,
  ]);
  expect(farm.asked.some(({ path }) => path.includes('/inputs/'))).toBe(false);
});

test('a file that is not what was promised, or that would leave the folder, is not taken', async () => {
  for (const content of [Buffer.from('the sdisT'), Buffer.from('the sdist and more')]) {
    await using farm = await openFarm(content);
    await using folder = await openFolder();
    const ran = await runCli(['reproduce', '17.1', '--into', folder.path, '--url', farm.url]);
    expect([ran.code, ran.stdout]).toEqual([4, '']);
  }
  for (const path of ['../x', '/x', 'sdist/../../x', 'wheels/a/b', '..']) {
    expect(ReproductionView.safeParse({ ...view, files: [{ path, text: '' }] }).success).toBe(false);
  }
});
