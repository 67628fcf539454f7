import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { AttemptOutcome } from '../../src/domain/outcome.ts';
import type { Sha256 } from '../../src/domain/sha256.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { addBuildOf, failedOutcome, nextAttempt, wheelOf } from '../contracts/catalogue-samples.ts';
import { writeWheel } from '../python/write-wheel.ts';
import { openFarm, type FarmUnderTest } from './farm-under-test.ts';

async function keepWheel(farm: FarmUnderTest, sha256: Sha256): Promise<string> {
  const build = await addBuildOf(farm.catalogue, 'lxml');
  const attempt = await farm.catalogue.addAttempt(build.id, nextAttempt);
  if (attempt === null) throw new Error('the build is not queued');
  const { evidence } = failedOutcome;
  const outcome: AttemptOutcome = { kind: 'built', wheel: { ...wheelOf('lxml'), sha256 }, evidence };
  await farm.catalogue.endAttempt(attempt.id, outcome, 4000);
  return attempt.id;
}

const ask = async (farm: FarmUnderTest, attempt: string): Promise<unknown> =>
  (await farm.ask(`/api/attempts/${attempt}/wheel/files`)).json();

test('the files of a wheel are listed from its directory, whatever they are called', async () => {
  await using farm = await openFarm();
  const files = [
    { name: 'demo/', content: '' },
    { name: 'demo/\u202Egnp.exe', content: 'x = 1\n', flags: 0x800 },
    { name: '<img src=x>', content: 'y'.repeat(70_000) },
  ];
  const { sha256 } = await farm.blobs.put(Readable.from([writeWheel({ files })]));
  expect(await ask(farm, await keepWheel(farm, sha256))).toMatchObject({
    fileCount: 6,
    files: [
      { path: 'demo/\u202Egnp.exe', sizeBytes: 6 },
      { path: '<img src=x>', sizeBytes: 70_000 },
      { path: 'demo-1.0.dist-info/WHEEL' },
      { path: 'demo-1.0.dist-info/METADATA' },
      { path: 'demo-1.0.dist-info/RECORD' },
    ],
  });
});

test('of a wheel with very many files the first are listed, and how many there are', async () => {
  await using farm = await openFarm();
  const files = Array.from({ length: 12_000 }, (_, number) => ({
    name: `demo/${'long'.repeat(50)}${number}`,
  }));
  const { sha256 } = await farm.blobs.put(Readable.from([writeWheel({ files })]));
  const list = await ask(farm, await keepWheel(farm, sha256));
  expect(list).toMatchObject({ fileCount: 12_003 });
  expect(list).toHaveProperty('files.length', 10_000);
});

test('an attempt without a wheel, and a wheel that is not kept or is none, have no files', async () => {
  await using farm = await openFarm();
  expect(await ask(farm, '1.1')).toMatchObject({ detail: 'attempt 1.1 has built no wheel' });
  const gone = await keepWheel(farm, sha256Of('gone'));
  expect(await ask(farm, gone)).toMatchObject({ detail: `the wheel of attempt ${gone} is not kept` });
});

test('what only says that it is a wheel has no files', async () => {
  await using farm = await openFarm();
  const { sha256 } = await farm.blobs.put(Readable.from([Buffer.alloc(4000, 'PK')]));
  const attempt = await keepWheel(farm, sha256);
  expect(await ask(farm, attempt)).toMatchObject({ detail: `the wheel of attempt ${attempt} is not kept` });
});
