import * as z from 'zod';
import type { BuildId } from '../domain/build-state.ts';
import type { CampaignId } from '../domain/campaign.ts';
import type { AttemptId } from '../domain/plan.ts';
import { parseProjectName, parseVersion, type ProjectName } from '../domain/release.ts';
import type { RefreshId } from '../domain/refresh.ts';
import type { Result } from '../domain/result.ts';
import { parseSha256 } from '../domain/sha256.ts';
import { longestSearch } from '../domain/search-query.ts';
import type { TargetName } from '../domain/target.ts';
import { BuildStateName } from './contract/build.ts';
import { MissingKindName } from './contract/provider.ts';

/** Parts of paths and queries, parsed into the domain's types. */

const wholeNumber = /^(0|[1-9]\d{0,11})$/;

export const natural = z.string().regex(wholeNumber, 'must be a whole number').transform(Number);

/** Turns a parser of the domain into a schema. */
const parsedBy = <Value>(parse: (text: string) => Result<Value, string>) =>
  z.string().transform((text, context): Value => {
    const parsed = parse(text);
    if (parsed.ok) return parsed.value;
    context.addIssue({ code: 'custom', message: parsed.problem });
    return z.NEVER;
  });

export const buildId = natural.transform((id) => id as BuildId);

export const campaignId = natural.transform((id) => id as CampaignId);
export const refreshId = natural.transform((id) => id as RefreshId);

export const attemptId = z
  .string()
  .regex(/^[1-9]\d{0,11}\.[1-9]\d{0,5}$/, 'must be <build id>.<attempt number>')
  .transform((id) => id as AttemptId);

/** Only its form is checked; whether the farm has such a target is the handler's question. */
export const targetName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'must be the name of a target')
  .transform((name) => name as TargetName);

/** Only its form, as of a target's name. */
export const nodeName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'must be the name of an index')
  .meta({ description: 'A node of the index tree' });

export const publisherName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be the name of a publisher');

export const refusedQuery = z.strictObject({
  after: natural.default(0).meta({ description: 'Only entries with a larger id: the next page' }),
  limit: natural.pipe(z.int().min(1).max(500)).default(50),
});

export const sha256 = parsedBy(parseSha256);
export const projectName = parsedBy(parseProjectName);
export const tokenId = natural.meta({ description: 'Number of a token' });

const oneOrMore = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([schema.transform((one) => [one]), z.array(schema).max(32)]);

export const buildListQuery = z.strictObject({
  project: projectName.optional(),
  target: targetName.optional(),
  state: oneOrMore(BuildStateName).optional().meta({ description: 'May be given several times' }),
  cause: z.string().min(1).max(200).optional().meta({ description: 'Only builds that failed of it' }),
  before: buildId.optional().meta({ description: 'Only builds with a smaller id: the next page' }),
  limit: natural.pipe(z.int().min(1).max(500)).default(50),
});
export type BuildListQuery = z.output<typeof buildListQuery>;

export const mostMatrixProjects = 5000;

export const matrixQuery = z.strictObject({
  after: projectName.optional().meta({ description: 'Only projects behind this one: the next page' }),
  limit: natural
    .pipe(z.int().min(1).max(mostMatrixProjects))
    .default(mostMatrixProjects)
    .meta({ description: 'So many projects' }),
});
export type MatrixQuery = z.output<typeof matrixQuery>;

export const whyQuery = z.strictObject({
  project: projectName,
  version: parsedBy(parseVersion)
    .optional()
    .meta({ description: 'The newest that was wished, where none is named' }),
  target: targetName,
});
export type WhyQuery = z.output<typeof whyQuery>;

export const projectQuery = z.strictObject({
  before: parsedBy(parseVersion).optional().meta({ description: 'Only older releases: the next page' }),
  limit: natural.pipe(z.int().min(1).max(100)).default(25).meta({ description: 'So many releases' }),
});

export const indexProjectsQuery = z.strictObject({
  name: z
    .string()
    .trim()
    .toLowerCase()
    .max(128)
    .default('')
    .transform((name) => name.replaceAll(/[-_.]+/g, '-'))
    .meta({ description: 'A part of the name; of less than three characters, how it begins' }),
  after: projectName.optional().meta({ description: 'Only projects behind this one: the next page' }),
  limit: natural.pipe(z.int().min(1).max(500)).default(100),
});

export const searchQuery = z.strictObject({
  q: z
    .string()
    .trim()
    .min(1)
    .max(longestSearch)
    .meta({ description: 'A name, `#17`, `lxml 5.3`, the name of a file, words of a failure' }),
  limit: natural
    .pipe(z.int().min(1).max(200))
    .default(20)
    .meta({ description: 'At most so many of each kind' }),
});

export const failureListQuery = z.strictObject({
  limit: natural.pipe(z.int().min(1).max(100)).default(20),
});

const learnedPlace = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,200}\/[a-z0-9][a-z0-9.-]{0,63}$/, 'must be <project>/<target>')
  .transform((text) => {
    const [project = '', target = ''] = text.split('/');
    return { project: project as ProjectName, target: target as TargetName };
  });

export const learnedRecipeQuery = z.strictObject({
  after: learnedPlace.nullable().default(null).meta({ description: 'Only what follows: the next page' }),
  limit: natural.pipe(z.int().min(1).max(500)).default(100),
});

export const recipeQuery = z.strictObject({
  after: projectName.nullable().default(null).meta({ description: 'Only projects behind this one' }),
  limit: natural.pipe(z.int().min(1).max(500)).default(100),
});

export const workerName = z.string().regex(/^[\w.-]{1,64}$/, 'must be the name of a worker');

export const workerQuery = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a time')
    .transform(Number)
    .optional()
    .meta({ description: 'Only what ended before: `next` of the page before' }),
  limit: natural.pipe(z.int().min(1).max(200)).default(50),
});

export const statisticsQuery = z.strictObject({
  hours: natural
    .pipe(
      z
        .int()
        .min(1)
        .max(31 * 24),
    )
    .default(24),
});

export const providerQuery = z.strictObject({
  kind: MissingKindName.meta({ description: 'As what it is looked for' }),
  name: z
    .string()
    .min(1)
    .max(255)
    .meta({ description: 'As a build says it: `brotli/decode.h`, `libxml-2.0`' }),
});
export type ProviderQuery = z.output<typeof providerQuery>;
