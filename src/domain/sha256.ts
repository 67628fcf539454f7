import { createHash } from 'node:crypto';
import { bad, ok, type Result } from './result.ts';

/** 64 lower-case hexadecimal digits. */
export type Sha256 = string & { readonly brand: 'Sha256' };

export function parseSha256(text: string): Result<Sha256, string> {
  return /^[0-9a-f]{64}$/.test(text)
    ? ok(text as Sha256)
    : bad(`${JSON.stringify(text.slice(0, 80))} is not a sha256 (64 lower-case hexadecimal digits)`);
}

export const sha256Of = (content: string | Uint8Array): Sha256 =>
  createHash('sha256').update(content).digest('hex') as Sha256;
