import { createHash, timingSafeEqual } from 'node:crypto';
import type { ProjectName } from '../../domain/release.ts';
import { takeToken, type BucketSize, type TokenBucket } from '../../domain/token-bucket.ts';
import type { UpstreamState } from '../../farm/watching.ts';
import type { Asked } from '../asked.ts';
import { unauthorized } from '../authenticate.ts';
import type { EventTaken, UpstreamList, UpstreamView } from '../contract/upstream.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, problem, type Reply } from '../reply.ts';

const mostProblems = 100;

export const listUpstreams = async (farm: HttpFarm): Promise<Reply<UpstreamList>> =>
  json(200, { upstreams: farm.watching.upstreams().map(viewUpstream) });

function viewUpstream({ name, url, projects, feed }: UpstreamState): UpstreamView {
  const problems = projects.flatMap(({ project, problem: what, faults, lookedAt }) =>
    what === null ? [] : [{ project, problem: what, faults, since: lookedAt }],
  );
  const serials = projects.flatMap(({ serial }) => (serial === null ? [] : [serial]));
  return {
    name,
    url,
    state: (feed?.faults ?? 0) > 0 || problems.some(({ faults }) => faults > 0) ? 'troubled' : 'well',
    projects: projects.length,
    lastLookAt: newest(projects.map(({ lookedAt }) => lookedAt)),
    serial: newest(serials),
    events: projects.filter(({ eventAt }) => eventAt !== null).length,
    feed,
    problems: problems.slice(0, mostProblems),
  };
}

const newest = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : numbers.reduce((one, other) => Math.max(one, other));

const events: BucketSize = { burst: 200, perSecond: 50 };
/** Guessing is slower, and does not use up what those may who know the secret. */
const guesses: BucketSize = { burst: 10, perSecond: 1 };
const buckets = new WeakMap<HttpFarm['eventSecrets'], Map<string, TokenBucket>>();

/** Looks at a project because its upstream says so. What it says twice is done once: the page tells what there is. */
export async function takeEvent(
  farm: HttpFarm,
  input: {
    readonly params: { readonly name: string };
    readonly body: { readonly project: ProjectName };
    readonly asked: Asked;
  },
): Promise<Reply<EventTaken>> {
  const { name } = input.params;
  const secret = farm.eventSecrets.get(name) ?? null;
  const isKnown = secret !== null && shows(input.asked.header('authorization'), secret);
  if (!mayGoOn(farm, isKnown ? { key: `event ${name}`, of: events } : { key: 'guess', of: guesses })) {
    const headers = { 'Retry-After': '1' };
    return problem(429, {
      kind: 'too-many-events',
      detail: 'too many events at a time; send it again',
      headers,
    });
  }
  // Whether there is such an upstream is nobody's business who does not know its secret.
  if (!isKnown) return unauthorized('this needs the secret of the upstream');
  const result = await farm.watching.notify(name, input.body.project);
  return result === 'no-such-upstream' ? notFound(`there is no upstream ${name}`) : json(202, { result });
}

/** Takes as long whatever is shown. */
const shows = (authorization: string | undefined, secret: string): boolean =>
  timingSafeEqual(digestOf(authorization ?? ''), digestOf(`Bearer ${secret}`));

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

function mayGoOn(farm: HttpFarm, { key, of }: { readonly key: string; readonly of: BucketSize }): boolean {
  const own = buckets.get(farm.eventSecrets) ?? new Map<string, TokenBucket>();
  buckets.set(farm.eventSecrets, own);
  const after = takeToken(own.get(key) ?? null, { ...of, at: farm.clock() });
  if (after !== null) own.set(key, after);
  return after !== null;
}
