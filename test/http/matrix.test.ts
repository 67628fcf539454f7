import { expect, test } from 'vitest';
import { MatrixView } from '../../src/http/contract/matrix.ts';
import { fillMatrix } from '../browser/fill-catalogue.ts';
import {
  addBuildOf,
  failedOutcome,
  queued,
  releaseOf,
  sdistOf,
  trixie,
} from '../contracts/catalogue-samples.ts';
import { openFarm } from './farm-under-test.ts';

test('the matrix has the newest build of each project and target, and what it failed of', async () => {
  await using farm = await openFarm();
  const { catalogue } = farm;
  await addBuildOf(catalogue, 'lxml');
  await addBuildOf(catalogue, 'lxml', { target: trixie });
  const newer = { ...sdistOf('lxml', '2.0'), release: releaseOf('lxml', '2.0') };
  await catalogue.addSdist(newer, 1000);
  if (failedOutcome.kind !== 'failed') throw new Error('the sample has failed');
  const state = { name: 'failed', failure: failedOutcome.failure, inputs: null } as const;
  const wish = { sdist: newer.sha256, release: newer.release, priority: 10, requestedBy: 'anna' };
  await catalogue.addBuild({ ...wish, target: trixie, state }, 7000);
  await addBuildOf(catalogue, 'yarl', { state: queued });
  const first = MatrixView.parse(await (await farm.ask('/api/matrix?limit=1')).json());
  expect(first.targets).toEqual(['debian-12-cp311-amd64', 'debian-13-cp313-amd64']);
  expect(first.causes).toEqual(['missing-header:yaml.h']);
  const [failed, waiting] = [first.states.indexOf('failed'), first.states.indexOf('queued')];
  expect(first.projects).toEqual([
    {
      project: 'lxml',
      builds: [
        [0, 1, '1.0', waiting, 2000, -1, 0],
        [1, 3, '2.0', failed, 7000, 0, 0],
      ],
    },
  ]);
  expect(first.next).toBe('lxml');
  const second = MatrixView.parse(await (await farm.ask('/api/matrix?limit=1&after=lxml')).json());
  expect(second.projects.map(({ project }) => project)).toEqual(['yarl']);
  expect((await farm.ask('/api/matrix?limit=5001')).status).toBe(400);
});

test('a long answer is packed for who can unpack it, and the same for who can not', async () => {
  await using farm = await openFarm();
  fillMatrix(farm.catalogueFile, 200);
  const ask = (encoding: string) => farm.ask('/api/matrix', { headers: { 'accept-encoding': encoding } });
  const [packed, plain] = [await ask('gzip'), await ask('identity')];
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(packed.headers.get('vary')).toContain('Accept-Encoding');
  expect(Number(packed.headers.get('content-length'))).toBeLessThan(
    Number(plain.headers.get('content-length')) / 4,
  );
  expect(await packed.json()).toEqual(await plain.json());
});
