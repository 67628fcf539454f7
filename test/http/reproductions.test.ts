import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { BuildPlan } from '../../src/domain/plan.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import { ReproductionView } from '../../src/http/contract/reproduction.ts';
import { Problem } from '../../src/http/contract/problem.ts';
import { addBuildOf, buildPlanOf, nextAttempt } from '../contracts/catalogue-samples.ts';
import { openFarm, type FarmUnderTest } from './farm-under-test.ts';

/** An attempt whose sdist and one laid-in wheel are blobs. */
async function addAttempt(farm: FarmUnderTest, plan: (sample: BuildPlan) => BuildPlan = (sample) => sample) {
  const build = await addBuildOf(farm.catalogue, 'lxml');
  const sdist = await farm.blobs.put(Readable.from(['the sdist']));
  const wheel = await farm.blobs.put(Readable.from(['the wheel']));
  const attempt = await farm.catalogue.addAttempt(build.id, {
    ...nextAttempt,
    plan: (id) => {
      const sample = buildPlanOf(id);
      const wheels = [{ filename: 'cython-3.0-py3-none-any.whl', ...wheel }];
      return plan({ ...sample, sdist: { ...sample.sdist, ...sdist }, wheels });
    },
  });
  if (attempt === null) throw new Error('the sample does not fit');
  return attempt;
}

test('what it takes to repeat an attempt is the image step by step, the limits, and every file that the driver gets', async () => {
  await using farm = await openFarm();
  const { id } = await addAttempt(farm);
  const shown = await farm.ask(`/api/attempts/${id}/reproduction`);
  const view = ReproductionView.parse(await shown.json());
  expect(view).toMatchObject({ attempt: id, project: 'lxml', version: '1.0', limits: { processes: 512 } });
  expect(view.image.map(({ kind }) => kind)).toEqual(['base', 'install', 'install']);
  expect(view.image.at(-1)).toMatchObject({
    script: expect.stringContaining("'libxml2-dev' 'libxslt1-dev'"),
  });
  expect(view.files.map(({ path }) => path)).toEqual([
    'driver.py',
    'reproduce.py',
    'job.json',
    'sdist/lxml-1.0.tar.gz',
    'wheels/cython-3.0-py3-none-any.whl',
    'patches/lxml-1.patch',
  ]);
  const read = async (href: string) => (await farm.ask(href, { token: farm.tokens.build })).text();
  const hrefs = view.files.flatMap((file) => ('href' in file ? [file.href] : []));
  expect(await Promise.all(hrefs.map(read))).toEqual(['the sdist', 'the wheel']);
});

test('OS packages that the plain image has already make no image of their own', async () => {
  await using farm = await openFarm();
  const facts = { identity: '', manifest: ['libxml2-dev=2.9', 'libxslt1-dev=1.1'], libraries: {} };
  const { sha256 } = await farm.blobs.put(Readable.from([JSON.stringify(facts)]));
  const { id, plan } = await addAttempt(farm);
  const { target } = plan.image;
  await farm.catalogue.recordImage({
    target: target.name,
    flavour: 'build',
    osPackages: [],
    identity: sha256,
    factsBlob: sha256,
    recordedAt: 1,
  });
  const shown = await farm.ask(`/api/attempts/${id}/reproduction`);
  expect(ReproductionView.parse(await shown.json()).image.map(({ kind }) => kind)).toEqual([
    'base',
    'install',
  ]);
});

test('inputs are for those who may build, and only those of the attempt', async () => {
  await using farm = await openFarm();
  const { id } = await addAttempt(farm);
  const input = `/api/attempts/${id}/inputs/lxml-1.0.tar.gz`;
  expect((await farm.ask(input)).status).toBe(401);
  expect((await farm.ask(input, { token: farm.tokens.upload })).status).toBe(403);
  expect((await farm.ask(input, { token: farm.tokens.build })).status).toBe(200);
  for (const name of ['other.tar.gz', 'job.json', 'lxml-1.patch', '..%2f..%2fx'])
    expect((await farm.ask(`/api/attempts/${id}/inputs/${name}`, { token: farm.tokens.build })).status).toBe(
      404,
    );
});

test('what is no attempt of a build is refused with a sentence', async () => {
  await using farm = await openFarm();
  const { id, build } = await addAttempt(farm);
  const verify = await farm.catalogue.addAttempt(build, {
    ...nextAttempt,
    plan: (attempt) => {
      const { release, image, limits } = buildPlanOf(attempt);
      const wheel = { filename: 'x.whl', sha256: sha256Of('wheel'), sizeBytes: 1 };
      return { kind: 'verify', attempt, release, wheel, image, imports: [], limits };
    },
  });
  const refused = await farm.ask(`/api/attempts/${verify?.id}/reproduction`);
  expect(Problem.parse(await refused.json())).toMatchObject({
    status: 409,
    detail: `attempt ${verify?.id} is of the kind verify; only builds can be repeated by hand`,
  });
  expect((await farm.ask(`/api/attempts/${build}.9/reproduction`)).status).toBe(404);
  expect((await farm.ask(`/api/attempts/${id}x/reproduction`)).status).toBe(400);
});
