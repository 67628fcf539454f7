import type { Asked } from '../asked.ts';
import { unauthorized } from '../authenticate.ts';
import type { SessionRequest, WhoAmI } from '../contract/token.ts';
import type { HttpFarm } from '../http-ports.ts';
import { problem, type Reply } from '../reply.ts';
import { endedCookie, isOwnPage, makeSession, readSession, sessionMilliseconds } from '../session-cookie.ts';
import { hashToken, looksLikeToken } from '../token-secret.ts';
import { viewToken } from '../views/token-view.ts';

const uncached = { 'Cache-Control': 'no-store' };

/** A token that somebody typed in becomes a session of their browser. */
export async function beginSession(
  farm: HttpFarm,
  { body, asked }: { readonly body: SessionRequest; readonly asked: Asked },
): Promise<Reply<WhoAmI>> {
  if (!isOwnPage(farm, { method: 'POST', header: asked.header })) return otherSite();
  const token = looksLikeToken(body.token) ? await farm.catalogue.findToken(hashToken(body.token)) : null;
  if (token === null) return unauthorized('the farm does not know this token');
  const { hash, cookie } = makeSession(farm, asked.header);
  const at = farm.clock();
  await farm.catalogue.addSession({ hash, token: token.id, at, expiresAt: at + sessionMilliseconds });
  farm.report({ kind: 'session-begun', by: token.name });
  const headers = { ...uncached, 'Set-Cookie': cookie };
  return { kind: 'json', status: 201, body: { kind: 'token', token: viewToken(token) }, headers };
}

export async function endSession(
  farm: HttpFarm,
  { asked }: { readonly asked: Asked },
): Promise<Reply<WhoAmI>> {
  if (!isOwnPage(farm, { method: 'DELETE', header: asked.header })) return otherSite();
  const hash = readSession(asked.header);
  if (hash !== null) await farm.catalogue.removeSession(hash);
  const headers = { ...uncached, 'Set-Cookie': endedCookie(farm, asked.header) };
  return { kind: 'json', status: 200, body: { kind: 'anonymous' }, headers };
}

const otherSite = () =>
  problem(403, { kind: 'other-site', detail: 'only a page of this farm may begin or end a session' });
