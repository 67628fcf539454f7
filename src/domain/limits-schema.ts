import { z } from 'zod';
import type { Limits } from './limits.ts';
import { parseDuration, parseSize } from './quantity.ts';
import type { Result } from './result.ts';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
const hour = 60 * 60;

/** `limits:` of a recipe: each key may be left out. The ranges keep a slip of the pen from becoming a sandbox that nothing runs in. */
export const limitsSchema = z
  .strictObject({
    memory: within(parseSize, { least: 16 * MiB, most: 1024 * GiB, range: '16MiB to 1024GiB' }),
    disk: within(parseSize, { least: 1 * MiB, most: 1024 * GiB, range: '1MiB to 1024GiB' }),
    cpus: within(parseCount, { least: 0.1, most: 256, range: '0.1 to 256' }),
    processes: within(parseWholeCount, { least: 16, most: 65_536, range: '16 to 65536' }),
    wall: within(parseDuration, { least: 1, most: 7 * 24 * hour, range: '1s to 168h' }),
    silence: within(parseDuration, { least: 1, most: 24 * hour, range: '1s to 24h' }),
    wheel: within(parseSize, { least: 1 * MiB, most: 64 * GiB, range: '1MiB to 64GiB' }),
  })
  .partial()
  .transform(toLimits);

type Written = Readonly<
  Partial<Record<'memory' | 'disk' | 'cpus' | 'processes' | 'wall' | 'silence' | 'wheel', number | undefined>>
>;

function toLimits(written: Written): Partial<Limits> {
  return {
    ...(written.memory !== undefined && { memoryBytes: written.memory }),
    ...(written.disk !== undefined && { diskBytes: written.disk }),
    ...(written.cpus !== undefined && { cpus: written.cpus }),
    ...(written.processes !== undefined && { processes: written.processes }),
    ...(written.wall !== undefined && { wallSeconds: written.wall }),
    ...(written.silence !== undefined && { silenceSeconds: written.silence }),
    ...(written.wheel !== undefined && { wheelBytes: written.wheel }),
  };
}

function within(
  parse: (text: string) => Result<number, string>,
  bounds: { readonly least: number; readonly most: number; readonly range: string },
) {
  return z.string().transform((text, context) => {
    const parsed = parse(text);
    if (parsed.ok && parsed.value >= bounds.least && parsed.value <= bounds.most) return parsed.value;
    context.addIssue({
      code: 'custom',
      message: parsed.ok ? `${text} is out of range: ${bounds.range}` : parsed.problem,
    });
    return z.NEVER;
  });
}

function parseCount(text: string): Result<number, string> {
  return /^\d{1,6}(\.\d{1,3})?$/.test(text)
    ? { ok: true, value: Number(text) }
    : { ok: false, problem: `${JSON.stringify(text.slice(0, 40))} is not a number` };
}

function parseWholeCount(text: string): Result<number, string> {
  return /^\d{1,6}$/.test(text)
    ? { ok: true, value: Number(text) }
    : { ok: false, problem: `${JSON.stringify(text.slice(0, 40))} is not a whole number` };
}
