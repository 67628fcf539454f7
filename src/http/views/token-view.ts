import type { Token } from '../../farm/records.ts';
import type { TokenView } from '../contract/token.ts';

export const viewToken = (token: Token): TokenView => ({
  id: token.id,
  name: token.name,
  scopes: [...token.scopes],
  createdAt: token.createdAt,
  lastUsedAt: token.lastUsedAt,
});
