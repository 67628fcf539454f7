import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { Catalogue } from './farm/catalogue-port.ts';
import { tokenScopes, type TokenScope } from './farm/records.ts';
import { hashToken, looksLikeToken, makeTokenSecret } from './http/token-secret.ts';

/** Where the token of those who work on this very machine lies, readable by the farm's own user only. */
export const localTokenFile = (dataFolder: string): string => join(dataFolder, 'token');

/** Makes sure of the tokens that must exist before anybody can ask for one: the configured ones and the local one. */
export async function ensureTokens(catalogue: Catalogue, config: Config): Promise<void> {
  if (config.token !== null)
    await ensure(catalogue, { name: 'configured', secret: config.token, scopes: tokenScopes });
  if (config.workerToken !== null) {
    await ensure(catalogue, { name: 'workers', secret: config.workerToken, scopes: ['worker'] });
  }
  const file = localTokenFile(config.dataFolder);
  const known = await readLocalToken(config.dataFolder);
  if (known !== null && (await catalogue.findToken(hashToken(known))) !== null) return;
  const { secret, hash } = makeTokenSecret(randomBytes);
  await catalogue.addToken({ name: 'local', scopes: tokenScopes, hash, at: Date.now() });
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
}

/** Null where this machine runs no farm in that folder. */
export async function readLocalToken(dataFolder: string): Promise<string | null> {
  const text = await readFile(localTokenFile(dataFolder), 'utf8').catch(() => '');
  return text.trim() === '' ? null : text.trim();
}

async function ensure(
  catalogue: Catalogue,
  token: { readonly name: string; readonly secret: string; readonly scopes: readonly TokenScope[] },
): Promise<void> {
  if (!looksLikeToken(token.secret)) {
    throw new Error(`the ${token.name} token must be wy_ and 43 characters of base64url: 32 random bytes`);
  }
  const hash = hashToken(token.secret);
  if ((await catalogue.findToken(hash)) !== null) return;
  await catalogue.addToken({ name: token.name, scopes: token.scopes, hash, at: Date.now() });
}
