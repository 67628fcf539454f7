import * as z from 'zod';
import { CreatedToken, TokenList, SessionRequest, TokenRequest, WhoAmI } from '../contract/token.ts';
import { beginSession, endSession } from '../handlers/session.ts';
import { createToken, listTokens, removeToken, whoAmI } from '../handlers/tokens.ts';
import { tokenId } from '../parameters.ts';
import { defineRoute } from '../route.ts';

export const tokenRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/whoami',
    scope: 'open',
    summary: 'Which token the farm sees, and what it may do',
    reply: { statuses: [200], schema: WhoAmI, types: [] },
    handler: whoAmI,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/session',
    scope: 'own-page',
    summary: 'Begin a session of the dashboard: a token becomes a cookie that no script can read',
    body: { kind: 'json', schema: SessionRequest },
    reply: { statuses: [201], schema: WhoAmI, types: [] },
    handler: beginSession,
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/session',
    scope: 'own-page',
    summary: 'End the session of the dashboard',
    reply: { statuses: [200], schema: WhoAmI, types: [] },
    handler: endSession,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/tokens',
    scope: 'admin',
    summary: 'Every token, without its secret',
    reply: { statuses: [200], schema: TokenList, types: [] },
    handler: listTokens,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/tokens',
    scope: 'admin',
    summary: 'Make a token; its secret is in this reply only',
    body: { kind: 'json', schema: TokenRequest },
    reply: { statuses: [201], schema: CreatedToken, types: [] },
    handler: createToken,
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/tokens/:id',
    scope: 'admin',
    summary: 'Remove a token; it is refused from then on',
    params: z.object({ id: tokenId }),
    reply: { statuses: [204], schema: null, types: [] },
    handler: removeToken,
  }),
];
