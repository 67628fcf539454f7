import { fetchSdist } from '../../farm/fetch-sdist.ts';
import { requestBuilds } from '../../farm/request-builds.ts';
import { parseReleaseSpecifier } from '../../domain/release.ts';
import { bad, ok, type Result } from '../../domain/result.ts';
import type { Sdist } from '../../domain/sdist.ts';
import { parseSha256 } from '../../domain/sha256.ts';
import type { Target } from '../../domain/target.ts';
import type { Asked } from '../asked.ts';
import { nameOf } from '../authenticate.ts';
import type { BuildRequest, RequestedBuilds } from '../contract/build.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, problem, type ProblemReply, type Reply } from '../reply.ts';
import { viewBuild } from '../views/build-view.ts';
import { intakeProblem } from './intake-problem.ts';

type Wish = { readonly targets: BuildRequest['targets']; readonly priority: number } & (
  | { readonly sdist: string }
  | { readonly release: string }
);

export async function createBuilds(
  farm: HttpFarm,
  { body, asked }: { readonly body: Wish; readonly asked: Asked },
): Promise<Reply<RequestedBuilds>> {
  const targets = chooseTargets(farm, body.targets);
  if (!targets.ok) return problem(400, { kind: 'unknown-target', detail: targets.problem });
  const sdist = await findWished(farm, body);
  if (!sdist.ok) return sdist.problem;
  const by = nameOf(asked.caller);
  const made = await requestBuilds(farm, {
    sdist: sdist.value,
    targets: targets.value,
    priority: body.priority,
    requestedBy: by,
  });
  farm.report({ kind: 'builds-requested', builds: made.map(({ build }) => build.id), by });
  farm.onBuildsChanged();
  return json(made.some(({ isNew }) => isNew) ? 201 : 200, {
    builds: made.map(({ build, isNew }) => ({ build: viewBuild(build), isNew })),
  });
}

function chooseTargets(farm: HttpFarm, wished: Wish['targets']): Result<readonly Target[], string> {
  if (wished === 'all') return ok(farm.offered);
  const names = new Set(wished);
  const chosen = farm.offered.filter((target) => names.has(target.name));
  if (chosen.length === names.size) return ok(chosen);
  const offered = farm.offered.map(({ name }) => name);
  const missing = [...names].filter((name) => !offered.some((other) => other === name));
  return bad(`not offered here: ${missing.join(', ')}; the targets are ${offered.join(', ')}`);
}

async function findWished(farm: HttpFarm, wish: Wish): Promise<Result<Sdist, ProblemReply>> {
  if ('release' in wish) {
    const release = parseReleaseSpecifier(wish.release);
    if (!release.ok) return bad(problem(400, { kind: 'bad-request', detail: release.problem }));
    const fetched = await fetchSdist(farm, release.value);
    return fetched.ok ? fetched : bad(intakeProblem(fetched.problem));
  }
  const sha256 = parseSha256(wish.sdist);
  const sdist = sha256.ok ? await farm.catalogue.findSdist(sha256.value) : null;
  return sdist === null ? bad(notFound(`the farm has no sdist ${wish.sdist}; upload it first`)) : ok(sdist);
}
