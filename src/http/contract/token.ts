import * as z from 'zod';

/** `upload:<node>`: into that node of the index tree only. */
export const TokenScopeName = z.union([
  z.enum(['build', 'upload', 'worker', 'admin']),
  z.templateLiteral(['upload:', z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/)]),
]);

export const TokenView = z
  .object({
    id: z.int(),
    name: z.string(),
    scopes: z.array(TokenScopeName),
    createdAt: z.number(),
    lastUsedAt: z.number().nullable(),
  })
  .meta({ id: 'Token' });
export type TokenView = z.infer<typeof TokenView>;

export const TokenList = z.object({ tokens: z.array(TokenView) }).meta({ id: 'TokenList' });
export type TokenList = z.infer<typeof TokenList>;

export const TokenRequest = z
  .strictObject({
    name: z.string().regex(/^[\w .@-]{1,64}$/, 'must be 1 to 64 letters, digits, spaces or _ . @ -'),
    scopes: z.array(TokenScopeName).min(1).max(64),
  })
  .meta({ id: 'TokenRequest' });
export type TokenRequest = z.infer<typeof TokenRequest>;

export const CreatedToken = z
  .object({
    token: TokenView,
    secret: z.string().meta({ description: 'Shown this once; the farm keeps its hash' }),
  })
  .meta({ id: 'CreatedToken' });
export type CreatedToken = z.infer<typeof CreatedToken>;

export const SessionRequest = z.strictObject({ token: z.string().max(200) }).meta({ id: 'SessionRequest' });
export type SessionRequest = z.infer<typeof SessionRequest>;

export const WhoAmI = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('anonymous') }),
    z.object({ kind: z.literal('token'), token: TokenView }),
  ])
  .meta({ id: 'WhoAmI' });
export type WhoAmI = z.infer<typeof WhoAmI>;
