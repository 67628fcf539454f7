import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../src/domain/sha256.ts';
import { BuildDetail, BuildList, RequestedBuilds } from '../../src/http/contract/build.ts';
import { PlanView } from '../../src/http/contract/attempt.ts';
import { Problem } from '../../src/http/contract/problem.ts';
import { carryOut } from '../contracts/carry-out-sample.ts';
import { addBuildOf, failedOutcome, nextAttempt, sdistOf } from '../contracts/catalogue-samples.ts';
import { bookworm, openFarm, trixie, type FarmUnderTest } from './farm-under-test.ts';

const request = (farm: FarmUnderTest, json: unknown) =>
  farm.ask('/api/builds', { method: 'POST', token: farm.tokens.build, json });

const change = (farm: FarmUnderTest, path: string) =>
  farm.ask(`/api/builds/${path}`, { method: 'POST', token: farm.tokens.build });

describe('a request for builds', () => {
  it('makes one for each target, and none again', async () => {
    await using farm = await openFarm();
    const sdist = sdistOf('lxml');
    await farm.catalogue.addSdist(sdist, 1);
    const first = await request(farm, { sdist: sdist.sha256, targets: [trixie.name] });
    const made = RequestedBuilds.parse(await first.json());
    expect(first.status).toBe(201);
    expect(made.builds).toMatchObject([
      {
        isNew: true,
        build: { target: trixie.name, priority: 10, requestedBy: 'build token', actions: ['cancel'] },
      },
    ]);
    const all = await request(farm, { release: 'lxml==1.0', targets: 'all', priority: 0 });
    expect(all.status).toBe(201);
    expect(RequestedBuilds.parse(await all.json()).builds.map(({ isNew }) => isNew)).toEqual([true, false]);
    expect((await request(farm, { release: 'lxml==1.0', targets: 'all' })).status).toBe(200);
    expect(farm.changes.count).toBe(3);
  });

  it.each([
    [{ targets: 'all' }, 400, ''],
    [{ release: 'lxml', targets: 'all' }, 400, 'project==version'],
    [{ release: 'lxml==9.9', targets: 'all' }, 404, 'no upstream index is configured'],
    [{ sdist: sha256Of('unknown'), targets: 'all' }, 404, 'upload it first'],
    [{ sdist: 'abc', targets: 'all' }, 400, 'hexadecimal'],
    [{ release: 'lxml==1.0', targets: ['debian-99-cp399-amd64'] }, 400, 'debian-99-cp399-amd64'],
    [{ release: 'lxml==1.0', targets: ['debian-14-cp314-amd64'] }, 400, 'not offered here'],
    [{ release: 'lxml==1.0', targets: [] }, 400, 'targets'],
    [{ release: 'lxml==1.0', targets: 'all', priority: -1 }, 400, 'priority'],
    [{ release: 'lxml==1.0', targets: 'all', colour: 'red' }, 400, 'colour'],
  ])('that says %j is refused with %i', async (json, status, words) => {
    await using farm = await openFarm();
    await farm.catalogue.addSdist(sdistOf('lxml'), 1);
    const reply = await request(farm, json);
    const text = await reply.text();
    expect([reply.status, Problem.parse(JSON.parse(text)).status]).toEqual([status, status]);
    expect(text).toContain(words);
    expect(farm.changes.count).toBe(0);
  });
});

describe('builds', () => {
  it('are listed from new to old, in pages, by what they are', async () => {
    await using farm = await openFarm();
    const names = ['one', 'two', 'three', 'four', 'five'];
    for (const name of names) await addBuildOf(farm.catalogue, name);
    const page = async (query: string) =>
      BuildList.parse(await (await farm.ask(`/api/builds?${query}`)).json());
    const first = await page('limit=3');
    expect(first.builds.map(({ project }) => project)).toEqual(['five', 'four', 'three']);
    const second = await page(`limit=3&before=${first.next}`);
    expect([second.builds.map(({ project }) => project), second.next]).toEqual([['two', 'one'], null]);
    expect((await page('project=T.w.o')).builds).toEqual([]);
    expect((await page('project=TWO&state=queued&state=failed')).builds).toHaveLength(1);
    expect((await page(`target=${trixie.name}`)).builds).toEqual([]);
    expect((await page('state=failed')).builds).toEqual([]);
    for (const query of ['limit=0', 'limit=501', 'limit=1e2', 'state=lost', 'project=-', 'before=x', 'x=1']) {
      expect((await farm.ask(`/api/builds?${query}`)).status).toBe(400);
    }
  });

  it('are shown with their attempts, their plans and why they failed', async () => {
    await using farm = await openFarm();
    const build = await addBuildOf(farm.catalogue, 'lxml');
    const attempt = await farm.catalogue.addAttempt(build.id, nextAttempt);
    if (attempt === null || failedOutcome.kind !== 'failed') throw new Error('the sample does not fit');
    await farm.catalogue.endAttempt(attempt.id, failedOutcome, 4000);
    const to = { name: 'failed', failure: failedOutcome.failure, inputs: null } as const;
    await farm.catalogue.moveBuild(build.id, { from: 'queued', to, at: 4000 });
    const shown = BuildDetail.parse(await (await farm.ask(`/api/builds/${build.id}`)).json());
    const failure = { kind: 'missing-header', sentence: 'missing header: yaml.h', blame: 'package' };
    expect(shown).toMatchObject({
      state: { name: 'failed', failure: { ...failure, facts: { header: 'yaml.h' } } },
      actions: ['retry'],
      attemptCount: 1,
      attempts: [
        {
          id: attempt.id,
          kind: 'build',
          outcome: { kind: 'failed', failure, evidence: { worker: 'host-1' } },
        },
      ],
    });
    for (const query of ['', `?attempt=${attempt.id}`]) {
      const plan = PlanView.parse(await (await farm.ask(`/api/builds/${build.id}/plan${query}`)).json());
      expect(plan).toEqual(structuredClone(attempt.plan));
    }
    expect((await farm.ask(`/api/builds/${build.id}/plan?attempt=${build.id}.9`)).status).toBe(404);
    expect((await farm.ask('/api/builds/999')).status).toBe(404);
    expect((await farm.ask('/api/builds/01')).status).toBe(400);
  });

  it('that are not over say what they do now, and how long that is expected to take', async () => {
    await using farm = await openFarm();
    const { catalogue } = farm;
    const done = await addBuildOf(catalogue, 'lxml');
    await carryOut(catalogue, done, { milliseconds: 9000, endedAt: 10_000 });
    const build = await addBuildOf(catalogue, 'lxml', { target: trixie.name });
    const attempt = await catalogue.addAttempt(build.id, nextAttempt);
    if (attempt === null) throw new Error('the build is queued');
    const to = { name: 'building', attempt: attempt.id } as const;
    await catalogue.moveBuild(build.id, { from: 'queued', to, at: 20_000 });
    const line = { number: 0, at: 20_100, phase: 'unpack', voice: 'farm', text: 'unpacking' } as const;
    await farm.liveLogs.append(attempt.id, [line, { ...line, number: 1, at: 20_500, phase: 'build' }]);
    const running = { attempt: attempt.id, startedAt: 20_100, phase: 'build', phaseSince: 20_500 };
    const { builds } = BuildList.parse(await (await farm.ask('/api/builds')).json());
    expect(builds).toMatchObject([
      { id: build.id, expectedMilliseconds: 9000, running },
      { id: done.id, expectedMilliseconds: null, running: null },
    ]);
    const shown = BuildDetail.parse(await (await farm.ask(`/api/builds/${build.id}`)).json());
    expect(shown).toMatchObject({ expectedMilliseconds: 9000, running });
  });

  it('can be cancelled and tried again, when their state allows it', async () => {
    await using farm = await openFarm();
    const build = await addBuildOf(farm.catalogue, 'lxml', { target: bookworm.name });
    const attempt = await farm.catalogue.addAttempt(build.id, nextAttempt);
    const cancelled = await change(farm, `${build.id}/cancel`);
    expect(await cancelled.json()).toMatchObject({
      state: { name: 'cancelled', by: 'build token' },
      actions: ['retry'],
    });
    expect(farm.dispatcher.withdrawn).toEqual([attempt?.id]);
    expect((await change(farm, `${build.id}/cancel`)).status).toBe(409);
    expect(await (await change(farm, `${build.id}/retry`)).json()).toMatchObject({
      state: { name: 'queued' },
    });
    const refused = await change(farm, `${build.id}/retry`);
    expect(Problem.parse(await refused.json())).toMatchObject({
      status: 409,
      detail: `build ${build.id} is queued: retry is not possible`,
    });
    expect((await change(farm, '999/retry')).status).toBe(404);
    expect(farm.changes.count).toBe(2);
  });
});
