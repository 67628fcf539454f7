import * as z from 'zod';
import { FailureView } from './attempt.ts';
import { Sha256Text } from './sdist.ts';

const Identities = z.object({ build: Sha256Text, runtime: Sha256Text });

/** Times are milliseconds since 1970. */
export const RefreshView = z
  .object({
    id: z.int(),
    target: z.string(),
    requestedBy: z.string(),
    requestedAt: z.number(),
    state: z.discriminatedUnion('name', [
      z.object({ name: z.literal('making') }),
      z.object({
        name: z.literal('made'),
        before: Identities.nullable().meta({ description: 'Null: the target had no images' }),
        after: Identities,
        endedAt: z.number(),
      }),
      z.object({ name: z.literal('unchanged'), images: Identities, endedAt: z.number() }),
      z.object({ name: z.literal('failed'), failure: FailureView, endedAt: z.number() }),
    ]),
  })
  .meta({ id: 'Refresh' });
export type RefreshView = z.infer<typeof RefreshView>;

export const RefreshList = z.object({ refreshes: z.array(RefreshView) }).meta({ id: 'RefreshList' });
export type RefreshList = z.infer<typeof RefreshList>;

const PackageVersion = z.object({ name: z.string(), version: z.string() });

const PackageDifference = z
  .object({
    added: z.array(PackageVersion),
    removed: z.array(PackageVersion),
    changed: z.array(z.object({ name: z.string(), from: z.string(), to: z.string() })),
  })
  .meta({ id: 'PackageDifference' });
export type PackageDifference = z.infer<typeof PackageDifference>;

export const RefreshDetail = RefreshView.extend({
  difference: z
    .object({ build: PackageDifference, runtime: PackageDifference })
    .nullable()
    .meta({ description: 'Null: there are no images before and after to compare' }),
}).meta({ id: 'RefreshDetail' });
export type RefreshDetail = z.infer<typeof RefreshDetail>;
