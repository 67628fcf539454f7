import { z } from 'zod';
import type { OnDemand } from './on-demand.ts';
import { parseDuration } from './quantity.ts';
import type { BucketSize } from './token-bucket.ts';
import { parseVersionRule } from './watch-list-schema.ts';
import type { VersionRule } from './watch-list.ts';

const longestHoldSeconds = 60;
const mostVersionsDemanded = 5;
const secondsOf: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 };

const hold = z.string().transform((text, context): number => {
  const seconds = text === '0' ? { ok: true as const, value: 0 } : parseDuration(text);
  if (seconds.ok && seconds.value <= longestHoldSeconds) return seconds.value;
  const message = seconds.ok ? `a page can be held for ${longestHoldSeconds}s at most` : seconds.problem;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** A specifier means the newest release that fits it: nobody wants the history of a project for having asked for it. */
const versions = z.string().transform((text, context): VersionRule => {
  const rule = parseVersionRule(text);
  if (rule !== null && rule.kind === 'specifier') return { ...rule, count: 1 };
  if (rule !== null && rule.count <= mostVersionsDemanded) return rule;
  const message = `must be latest, latest-<n> (1 to ${mostVersionsDemanded}) or a specifier such as <3`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const rate = z.string().transform((text, context): BucketSize => {
  const [, digits = '', unit = ''] = /^([1-9]\d{0,4})\/(s|min|h)$/.exec(text) ?? [];
  const seconds = secondsOf[unit];
  if (seconds !== undefined) return { burst: Number(digits), perSecond: Number(digits) / seconds };
  const message = `${JSON.stringify(text.slice(0, 40))} is not a rate such as 30/min, 2/s or 500/h`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** Written as project names are compared: lower case, with "-" for every run of ".", "_" and "-". */
const pattern = z
  .string()
  .max(256)
  .transform((text) => text.toLowerCase().replaceAll(/[-_.]+/g, '-'))
  .refine((text) => /^[a-z0-9*-]+$/.test(text), 'must be a project name, or a pattern such as acme-*');
const patterns = z.array(pattern).max(1000).default([]);

const wholeText = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const rule = z
  .strictObject({
    hold: hold.default(5),
    versions: versions.default({ kind: 'newest', count: 1, specifier: '', preReleases: false }),
    allow: patterns,
    deny: patterns,
    rate: rate.default({ burst: 60, perSecond: 1 }),
    'total-rate': rate.default({ burst: 300, perSecond: 5 }),
    'most-builds': wholeText(1, 1000).default(20),
    priority: wholeText(0, 100).default(80),
  })
  .transform(
    ({ hold: holdSeconds, 'total-rate': totalRate, 'most-builds': mostBuilds, ...rest }): OnDemand => ({
      ...rest,
      holdSeconds,
      totalRate,
      mostBuilds,
    }),
  );

/** `onDemand` of an index: `true`, `false`, or what differs from the usual. Text, as the YAML reader gives every scalar. */
export const onDemand = z
  .preprocess((said) => (said === 'true' ? {} : said === 'false' ? null : said), rule.nullable())
  .default(null);
