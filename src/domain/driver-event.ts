import { z } from 'zod';
import { ProtocolBreach } from './driver-frames.ts';

const text = z.string().max(64 * 1024);
const count = z.number().int().nonnegative();
const requirement = z.string().min(1).max(4096);

const usage = z.object({
  peakMemoryBytes: count.nullable(),
  oomKills: count.nullable(),
  forksRefused: count.nullable(),
  diskFull: z.boolean(),
});

const result = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('wheel') }),
  z.object({ kind: z.literal('verified') }),
  z.object({
    kind: z.literal('needs'),
    requirements: z.array(z.object({ requirement, available: z.string().max(256).nullable() })).max(1000),
  }),
  z.object({ kind: z.literal('no-wheel') }),
  z.object({ kind: z.literal('several-wheels'), filenames: z.array(z.string().max(255)).max(100) }),
  z.object({ kind: z.literal('wheel-too-large'), size: count }),
  z.object({ kind: z.literal('patch-failed'), patch: z.string().max(255) }),
  z.object({
    kind: z.literal('phase-failed'),
    phase: z.string().max(64),
    exitCode: z.number().int().nullable(),
    signal: z.number().int().nullable(),
  }),
  z.object({ kind: z.literal('timeout') }),
  z.object({ kind: z.literal('silence') }),
  z.object({ kind: z.literal('bad-input'), problem: text }),
]);

const imported = z.object({ event: z.literal('import'), module: z.string().max(255) });

const driverEvent = z.union([
  z.object({
    event: z.literal('phase'),
    phase: z.enum(['unpack', 'requirements', 'get-requires', 'build', 'collect', 'import']),
  }),
  z.object({
    event: z.literal('requirement'),
    requirement,
    version: z.string().max(256),
    source: z.enum(['farm', 'distribution']),
  }),
  z.object({ event: z.literal('note'), text }),
  z.object({ event: z.literal('wheel'), filename: z.string().min(1).max(255), size: count }),
  imported.extend({ result: z.literal('imported') }),
  imported.extend({ result: z.literal('lacks-dependency'), dependency: z.string().max(255) }),
  imported.extend({ result: z.literal('failed'), message: z.string().max(8000) }),
  z.object({
    event: z.literal('end'),
    result,
    usage,
    /** Of the packages to be traced, those that were opened; null when they were not watched to the end. */
    openedPackages: z.array(z.string().min(1).max(256)).max(1000).nullable(),
  }),
]);

export type DriverEvent = z.infer<typeof driverEvent>;
export type DriverResult = z.infer<typeof result>;
export type DriverUsage = z.infer<typeof usage>;

export function parseDriverEvent(payload: Uint8Array): DriverEvent {
  const parsed = driverEvent.safeParse(parseJson(payload));
  if (!parsed.success)
    throw new ProtocolBreach(`an event that the driver does not know: ${parsed.error.message.slice(0, 200)}`);
  return parsed.data;
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch {
    throw new ProtocolBreach('an event that is no JSON');
  }
}
