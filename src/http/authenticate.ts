import type { Catalogue } from '../farm/catalogue-port.ts';
import type { Clock } from '../farm/ports.ts';
import type { Token, tokenScopes, TokenScope } from '../farm/records.ts';
import { problem, type ProblemReply } from './reply.ts';
import { hashToken, looksLikeToken } from './token-secret.ts';

/** Who asks. Tokens come in a header with each request and never in a cookie, so no other site can use a browser's. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'token'; readonly token: Token }
  /** Credentials that nobody here knows. Open routes do not mind: pip sends what it finds in ~/.netrc. */
  | { readonly kind: 'unknown' };

/**
 * `upload-to-node`: that for the node which the address names. `upstream-secret`: no token, but what the upstream shows; its
 * handler looks at that itself.
 */
export type RouteScope = 'open' | 'upload-to-node' | 'upstream-secret' | (typeof tokenScopes)[number];

/** The scope that a request needs: a route may leave it to its address. */
export const scopeNeeded = (
  scope: RouteScope,
  params: Readonly<Record<string, unknown>>,
): 'open' | TokenScope => {
  if (scope === 'upload-to-node') return `upload:${String(params['node'])}`;
  return scope === 'upstream-secret' ? 'open' : scope;
};

const touchEveryMilliseconds = 60_000;

export async function authenticate(
  farm: { readonly catalogue: Catalogue; readonly clock: Clock },
  authorization: string | undefined,
): Promise<Caller> {
  if (authorization === undefined) return { kind: 'anonymous' };
  const secret = readSecret(authorization);
  if (secret === null || !looksLikeToken(secret)) return { kind: 'unknown' };
  const token = await farm.catalogue.findToken(hashToken(secret));
  if (token === null) return { kind: 'unknown' };
  const now = farm.clock();
  if (token.lastUsedAt === null || now - token.lastUsedAt >= touchEveryMilliseconds) {
    await farm.catalogue.touchToken(token.id, now);
  }
  return { kind: 'token', token };
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
