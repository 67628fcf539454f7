import type { RateRule } from '../../farm/rate-limits.ts';
import type { Asked } from '../asked.ts';
import { nameOf } from '../authenticate.ts';
import { clientOf } from '../client-of.ts';
import type { ClientEvents } from '../contract/client-event.ts';
import type { HttpFarm } from '../http-ports.ts';
import { problem, type Reply } from '../reply.ts';
import { isOwnPage } from '../session-cookie.ts';

/** Reports, of many events each: a page sends one in ten seconds at most, and only while something is wrong. */
const reportRate: RateRule = {
  rate: { burst: 10, perSecond: 0.2 },
  totalRate: { burst: 60, perSecond: 2 },
};

/** What went wrong in somebody's page becomes a line of the server's log, beside that of the request it belongs to. */
export async function takeClientEvents(
  farm: HttpFarm,
  { body, asked }: { readonly body: ClientEvents; readonly asked: Asked },
): Promise<Reply<never>> {
  if (!isOwnPage(farm, { method: 'POST', header: asked.header })) {
    return problem(403, { kind: 'other-site', detail: 'only a page of this farm may report' });
  }
  const tooOften = farm.rateLimits.take('client-events', {
    client: clientOf(asked),
    rule: reportRate,
    at: farm.clock(),
  });
  if (tooOften !== null) {
    return problem(429, {
      kind: 'too-often',
      detail: 'too many reports of pages; later ones are taken again',
      headers: { 'Retry-After': String(tooOften.retryAfterSeconds) },
    });
  }
  for (const { kind: trouble, ...facts } of body.events) {
    farm.report({ kind: 'page-trouble', trouble, ...facts, by: nameOf(asked.caller) });
  }
  return { kind: 'empty', status: 204 };
}
