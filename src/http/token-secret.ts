import { sha256Of, type Sha256 } from '../domain/sha256.ts';

const secretPattern = /^wy_[A-Za-z0-9_-]{43}$/;

/** A new secret of 256 bits, to be shown once, and the hash by which the catalogue knows it. */
export function makeTokenSecret(random: (bytes: number) => Uint8Array): { secret: string; hash: Sha256 } {
  const secret = `wy_${Buffer.from(random(32)).toString('base64url')}`;
  return { secret, hash: hashToken(secret) };
}

export const looksLikeToken = (text: string): boolean => secretPattern.test(text);

/**
 * A plain hash is enough: the secret is random, not a person's password. Looking it up by its hash leaks no timing,
 * since nobody can choose a secret whose hash is close to a known one.
 */
export const hashToken = (secret: string): Sha256 => sha256Of(secret);
