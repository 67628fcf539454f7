import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { create } from 'tar';
import { setTimeout as pause } from 'node:timers/promises';
import { QueueView } from '../src/http/contract/farm.ts';
import { openTestFarm, type TestFarm } from '../test/farm/open-test-farm.ts';
import { nameImage } from '../setup/image-name.ts';
import { bareCommand } from './bare-build.ts';
import { printFigures, round, say, secondsOf } from './figures.ts';
import { makeExampleSdist } from '../setup/example-sdist.ts';

/*
 * How fast a queue empties: 40 small sdists, half pure and half with a C extension, all there at once, two slots;
 * against a shell loop of bare containers, two at a time, with the same sdists in the same image. In one run.
 */
const target = 'debian-12-cp311-amd64';
const count = Number(process.argv[2] ?? 40);
const folder = await mkdtemp(join(tmpdir(), 'wy-drain-'));

async function makeSdist(number: number): Promise<string> {
  const name = `drain_${number}`;
  const top = `${name}-1.0`;
  const source = join(folder, 'sources', top);
  await mkdir(source, { recursive: true });
  const extension = number % 2 === 0 ? '' : `, ext_modules=[Extension('${name}_c', ['${name}.c'])]`;
  await writeFile(join(source, 'PKG-INFO'), `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`);
  await writeFile(
    join(source, 'pyproject.toml'),
    '[build-system]\nrequires = ["setuptools", "wheel"]\nbuild-backend = "setuptools.build_meta"\n',
  );
  await writeFile(
    join(source, 'setup.py'),
    `from setuptools import Extension, setup\nsetup(name='${name}', version='1.0', py_modules=['${name}']${extension})\n`,
  );
  await writeFile(join(source, `${name}.py`), `number = ${number}\n`);
  if (extension !== '') await writeFile(join(source, `${name}.c`), cSource(`${name}_c`));
  const file = join(folder, `${top}.tar.gz`);
  await create({ file, gzip: true, portable: true, cwd: join(folder, 'sources') }, [top]);
  return file;
}

const cSource = (name: string): string => `#include <Python.h>
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "${name}", NULL, -1, NULL};
PyMODINIT_FUNC PyInit_${name}(void) { return PyModule_Create(&module); }
`;

const sdists = await Promise.all(Array.from({ length: count }, (_, number) => makeSdist(number)));

async function drainFarm(): Promise<number> {
  await using farm = await openTestFarm({
    environment: { WHEELYARD_TARGETS: target, WHEELYARD_WORKER_SLOTS: '2' },
    recipes: {
      'wheelyard-example.yaml':
        '# Brings the library that the example links.\nproject: wheelyard-example\nsystem-packages: {debian: [libsodium-dev]}\n',
    },
  });
  const build = async (file: string): Promise<number> =>
    [...(await farm.build(file, [target])).values()][0] ?? 0;
  await farm.follow(await build(await makeExampleSdist(join(folder, 'warm'))));
  return await secondsOf(async () => {
    await Promise.all(sdists.map(build));
    await untilDrained(farm);
  });
}

/** Asks as a dashboard does: how many builds stand in which state. */
async function untilDrained(farm: TestFarm): Promise<void> {
  for (;;) {
    const { builds } = QueueView.parse(await (await farm.request('GET', '/api/queue')).json());
    const ended = (builds.succeeded ?? 0) + (builds.failed ?? 0);
    if ((builds.failed ?? 0) > 0) throw new Error('a build failed');
    if (ended > count) return;
    await pause(200);
  }
}

async function drainShell(): Promise<number> {
  const image = await nameImage(target, 'build');
  const io = join(folder, 'io');
  await mkdir(join(io, 'out'), { recursive: true });
  for (const file of sdists) await copyFile(file, join(io, basename(file)));
  const command = bareCommand({ image, folder: io, file: '{}' }).join(' ');
  const names = sdists.map((file) => basename(file)).join('\n');
  const seconds = await secondsOf(() =>
    promisify(execFile)(
      'sh',
      ['-c', `printf '%s\\n' "$1" | xargs -P 2 -I '{}' docker ${command} >/dev/null 2>&1`, 'sh', names],
      {
        timeout: 600_000,
      },
    ),
  );
  await rm(io, { recursive: true });
  return seconds;
}

const farmed: number[] = [];
const bare: number[] = [];
for (let turn = 0; turn < 2; turn++) {
  farmed.push(await drainFarm());
  bare.push(await drainShell());
  say(
    `round ${turn + 1}: farm ${farmed.at(-1)?.toFixed(1)} s, shell loop ${bare.at(-1)?.toFixed(1)} s for ${count} sdists`,
  );
}
await rm(folder, { recursive: true });
const total = (seconds: readonly number[]): number => seconds.reduce((sum, one) => sum + one, 0);
printFigures({
  ratio: round(total(bare) / total(farmed)),
  farmSeconds: farmed.map(round),
  shellSeconds: bare.map(round),
  sdists: count,
});
