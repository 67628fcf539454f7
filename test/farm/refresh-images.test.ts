import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { readDefinitions } from '../../src/definitions.ts';
import type { ImageSpec } from '../../src/domain/image.ts';
import { openHostEngine } from '../../src/work.ts';
import { trixie } from '../contracts/catalogue-samples.ts';
import { containersOf, docker } from './docker.ts';

test('a refreshed image is made anew from the newest packages, beside the one that was there', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-refresh-images-'));
  const config = readConfig({ WHEELYARD_DATA: folder.path, WHEELYARD_WORKER_NAME: 'refresh-test' });
  const queue = `redis://refresh-test-${process.pid}`;
  const engine = await openHostEngine(config, queue);
  const target = (await readDefinitions(config)).targets.get(trixie);
  if (target === undefined) throw new Error(`${trixie} is not defined`);
  const said: string[] = [];
  const ensure = async (spec: ImageSpec) => {
    const signal = AbortSignal.timeout(5 * 60_000);
    const image = await engine.ensureImage(spec, { report: (line) => said.push(line), signal });
    if (image.kind !== 'ready') throw new Error(image.kind);
    return image;
  };
  const plain: ImageSpec = { target, flavour: 'runtime', osPackages: [] };
  const before = await ensure(plain);
  const after = await ensure({ ...plain, revision: process.pid });
  try {
    expect(after.reference).not.toBe(before.reference);
    expect(said).toContainEqual(expect.stringMatching(/\d+ upgraded, \d+ newly installed/));
    expect(after.facts.manifest.some((line) => line.startsWith('python3='))).toBe(true);
    expect(await docker('images', '--quiet', before.reference)).not.toBe('');
    expect(await containersOf(queue)).toEqual([]);
  } finally {
    await docker('rmi', '--force', after.reference);
  }
}, 400_000);
