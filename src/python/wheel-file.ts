import { bad, ok, type Result } from '../domain/result.ts';
import { parseWheelTags, renderWheelTag } from '../domain/wheel-filename.ts';
import type { WheelFilename } from '../domain/wheel.ts';
import { parseHeaderFields } from './header-fields.ts';

/** Holds the WHEEL file against the wheel's file name. The value is what it says of its own root. */
export function checkWheelFile(
  text: string,
  filename: WheelFilename,
): Result<{ rootIsPurelib: boolean }, string> {
  const fields = parseHeaderFields(text);
  const only = (name: string): string | null => {
    const [value, second] = fields.get(name) ?? [];
    return value === undefined || second !== undefined ? null : value;
  };
  if (!/^1\.\d{1,3}$/.test(only('wheel-version') ?? '')) return bad('WHEEL has not one Wheel-Version 1.x');
  const rootIsPurelib = only('root-is-purelib')?.toLowerCase();
  if (rootIsPurelib !== 'true' && rootIsPurelib !== 'false')
    return bad('WHEEL has not one Root-Is-Purelib, true or false');
  const build = fields.get('build')?.[0] ?? null;
  if (build !== null && build !== filename.buildTag)
    return bad("WHEEL has another Build than the wheel's name");

  const written = new Set<string>();
  for (const line of fields.get('tag') ?? []) {
    const tags = parseWheelTags(line);
    if (tags === null)
      return bad(`WHEEL has a Tag that can't be read: ${JSON.stringify(line.slice(0, 100))}`);
    for (const tag of tags) written.add(renderWheelTag(tag));
  }
  const named = new Set(filename.tags.map(renderWheelTag));
  if (written.size !== named.size || [...named].some((tag) => !written.has(tag))) {
    return bad(
      `WHEEL has the tags ${[...written].join(', ') || 'none'}, the wheel's name ${[...named].join(', ')}`,
    );
  }
  return ok({ rootIsPurelib: rootIsPurelib === 'true' });
}
