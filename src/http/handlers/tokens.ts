import type { Asked } from '../asked.ts';
import { nameOf, unauthorized } from '../authenticate.ts';
import type { CreatedToken, TokenList, TokenRequest, WhoAmI } from '../contract/token.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, type Reply } from '../reply.ts';
import { makeTokenSecret } from '../token-secret.ts';
import { viewToken } from '../views/token-view.ts';

export async function listTokens(farm: HttpFarm): Promise<Reply<TokenList>> {
  const tokens = await farm.catalogue.listTokens();
  return json(200, { tokens: tokens.map(viewToken) });
}

export async function createToken(
  farm: HttpFarm,
  { body, asked }: { readonly body: TokenRequest; readonly asked: Asked },
): Promise<Reply<CreatedToken>> {
  const { secret, hash } = makeTokenSecret(farm.random);
  const scopes = [...new Set(body.scopes)];
  const token = await farm.catalogue.addToken({ name: body.name, scopes, hash, at: farm.clock() });
  farm.report({ kind: 'token-made', name: token.name, scopes, by: nameOf(asked.caller) });
  return {
    kind: 'json',
    status: 201,
    body: { token: viewToken(token), secret },
    headers: { 'Cache-Control': 'no-store' },
  };
}

export async function removeToken(
  farm: HttpFarm,
  { params, asked }: { readonly params: { readonly id: number }; readonly asked: Asked },
): Promise<Reply<never>> {
  if (!(await farm.catalogue.removeToken(params.id))) return notFound(`there is no token ${params.id}`);
  farm.report({ kind: 'token-removed', id: params.id, by: nameOf(asked.caller) });
  return { kind: 'empty', status: 204 };
}

export async function whoAmI(_farm: HttpFarm, { asked }: { readonly asked: Asked }): Promise<Reply<WhoAmI>> {
  switch (asked.caller.kind) {
    case 'anonymous':
      return json(200, { kind: 'anonymous' });
    case 'token':
      return json(200, { kind: 'token', token: viewToken(asked.caller.token) });
    case 'unknown':
      return unauthorized('the farm does not know this token');
  }
}
