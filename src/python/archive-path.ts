import type { SdistRefusal } from '../domain/sdist.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import type { ArchiveLimits } from './archive-limits.ts';

export type PathProblem = Extract<SdistRefusal, { kind: 'unsafe-path' }>['why'];

/** Control characters, and the mark that a decoder leaves where bytes were no UTF-8. */
// oxlint-disable-next-line no-control-regex -- control characters are what it is for
const noText = /[\u0000-\u001F\u007F\uFFFD]/;

/** The components of a member's name. Empty for the archive's root, which some tar files list as `./`. */
export function parseArchivePath(
  name: string,
  limits: Pick<ArchiveLimits, 'pathBytes' | 'componentBytes' | 'components'>,
): Result<readonly string[], PathProblem> {
  if (name.length > limits.pathBytes || Buffer.byteLength(name) > limits.pathBytes) return bad('too-long');
  if (noText.test(name) || !name.isWellFormed()) return bad('not-text');
  if (name.startsWith('/') || /^[A-Za-z]:[\\/]/.test(name)) return bad('absolute');
  const components = name.split('/').filter((component) => component !== '' && component !== '.');
  if (components.includes('..')) return bad('parent');
  const fits = (component: string): boolean => Buffer.byteLength(component) <= limits.componentBytes;
  return components.length <= limits.components && components.every(fits) ? ok(components) : bad('too-long');
}
