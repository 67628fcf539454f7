import type { Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Outage } from '../../farm/ports.ts';

export type Found =
  | { readonly kind: 'here'; readonly path: string; readonly facts: Stats }
  | { readonly kind: 'missing' }
  /** It leads out of the folder, by its name or by a symbolic link. */
  | { readonly kind: 'outside' };

/** Where a path in a folder leads to in the end. Throws Outage when the folder itself can't be read. */
export async function findWithin(root: string, path: string): Promise<Found> {
  if (path.includes('\0') || path.split('/').includes('..')) return { kind: 'outside' };
  const home = await realpath(root).catch((error: unknown) => {
    throw unreadable(root, error);
  });
  try {
    const real = await realpath(join(home, path));
    if (real !== home && !real.startsWith(home.endsWith(sep) ? home : home + sep)) return { kind: 'outside' };
    return { kind: 'here', path: real, facts: await stat(real) };
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    throw unreadable(join(root, path), error);
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

export const unreadable = (path: string, error: unknown): Outage => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new Outage(`${path} can't be read (${code})`, { cause: error });
};
