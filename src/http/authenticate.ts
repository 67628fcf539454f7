import type { Token, tokenScopes, TokenScope } from '../farm/records.ts';
import type { HttpFarm } from './http-ports.ts';
import { isOwnPage, readSession } from './session-cookie.ts';
import { problem, type ProblemReply } from './reply.ts';
import { hashToken, looksLikeToken } from './token-secret.ts';

/** Who asks: by a token in a header, or by the session of a browser that has shown one. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'token'; readonly token: Token }
  /** Credentials that nobody here knows. Open routes do not mind: pip sends what it finds in ~/.netrc. */
  | { readonly kind: 'unknown' };

/**
 * `upload-to-node`: that for the node which the address names. `upstream-secret`: no token, but what the upstream shows; its
 * handler looks at that itself. `own-page`: no token, but a page of this farm; so does its handler.
 */
export type RouteScope =
  | 'open'
  | 'upload-to-node'
  | 'upstream-secret'
  | 'own-page'
  | (typeof tokenScopes)[number];

/** The scope that a request needs: a route may leave it to its address. */
export const scopeNeeded = (
  scope: RouteScope,
  params: Readonly<Record<string, unknown>>,
): 'open' | TokenScope => {
  if (scope === 'upload-to-node') return `upload:${String(params['node'])}`;
  return scope === 'upstream-secret' || scope === 'own-page' ? 'open' : scope;
};

const touchEveryMilliseconds = 60_000;

type Asking = { readonly method: string; readonly header: (name: string) => string | undefined };

export async function authenticate(
  farm: Pick<HttpFarm, 'catalogue' | 'clock' | 'publicUrl'>,
  request: Asking,
): Promise<Caller> {
  const authorization = request.header('authorization');
  if (authorization === undefined) return findSession(farm, request);
  const secret = readSecret(authorization);
  if (secret === null || !looksLikeToken(secret)) return { kind: 'unknown' };
  return noteUse(farm, await farm.catalogue.findToken(hashToken(secret)));
}

/** A session that is over is as none: its browser still shows its cookie. */
async function findSession(
  farm: Pick<HttpFarm, 'catalogue' | 'clock' | 'publicUrl'>,
  request: Asking,
): Promise<Caller> {
  const hash = readSession(request.header);
  if (hash === null || !isOwnPage(farm, request)) return { kind: 'anonymous' };
  const caller = await noteUse(farm, await farm.catalogue.findSession(hash, farm.clock()));
  return caller.kind === 'unknown' ? { kind: 'anonymous' } : caller;
}

async function noteUse(farm: Pick<HttpFarm, 'catalogue' | 'clock'>, token: Token | null): Promise<Caller> {
  if (token === null) return { kind: 'unknown' };
  const now = farm.clock();
  if (token.lastUsedAt === null || now - token.lastUsedAt >= touchEveryMilliseconds) {
    await farm.catalogue.touchToken(token.id, now);
  }
  return { kind: 'token', token };
}

/** Null: the farm shows itself to everybody, or this caller may look. What pip and proxies ask for stays open. */
export function refuseReader(
  farm: Pick<HttpFarm, 'anonymousRead'>,
  { caller, path, scope }: { readonly caller: Caller; readonly path: string; readonly scope: RouteScope },
): ProblemReply | null {
  if (farm.anonymousRead === 'yes' || caller.kind === 'token' || scope !== 'open') return null;
  if (!path.startsWith('/api/') || path === '/api/whoami') return null;
  return unauthorized('this farm shows itself only to those who have a token');
}

/** Bearer, or Basic with the user name `__token__`, which is what twine and pip can send. */
function readSecret(authorization: string): string | null {
  const [scheme = '', credentials = '', ...rest] = authorization.split(' ');
  if (rest.length > 0 || credentials.length > 512) return null;
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return null;
  const [user, ...password] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  return user === '__token__' ? password.join(':') : null;
}

/** Null: it may. */
export function refuseCaller(caller: Caller, scope: 'open' | TokenScope): ProblemReply | null {
  if (scope === 'open') return null;
  switch (caller.kind) {
    case 'anonymous':
      return unauthorized(`this needs a token with the scope ${scope}`);
    case 'unknown':
      return unauthorized('the farm does not know this token');
    case 'token':
      if (mayDo(caller.token, scope)) return null;
      return problem(403, {
        kind: 'scope-needed',
        detail: `this needs a token with the scope ${scope}; ${caller.token.name} has ${caller.token.scopes.join(', ')}`,
      });
  }
}

/** Only Bearer is named: a browser that is offered Basic would ask for a password, keep it, and send it unasked. */
export const unauthorized = (detail: string): ProblemReply =>
  problem(401, { kind: 'token-needed', detail, headers: { 'WWW-Authenticate': 'Bearer realm="wheelyard"' } });

/** An admin may build and upload; who may upload may so anywhere; a worker's access to every blob is implied by nothing. */
const mayDo = (token: Token, scope: TokenScope): boolean =>
  token.scopes.includes(scope) ||
  (scope !== 'worker' && token.scopes.includes('admin')) ||
  (scope.startsWith('upload:') && token.scopes.includes('upload'));

export const nameOf = (caller: Caller): string => (caller.kind === 'token' ? caller.token.name : 'anonymous');
