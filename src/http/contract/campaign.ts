import * as z from 'zod';
import { campaignActions, campaignStates } from '../../domain/campaign.ts';
import { BuildStateName } from './build.ts';

const targetName = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'must be the name of a target');

export const CampaignRequest = z
  .strictObject({
    target: targetName,
    fromTarget: targetName.optional().meta({
      description: 'Build for `target` what this one serves; without it, build again what `target` has',
    }),
    lockFile: z
      .strictObject({ filename: z.string().min(1).max(200), text: z.string().max(4 * 1024 ** 2) })
      .optional()
      .meta({ description: 'Only what a requirements.txt, uv.lock or pylock.toml names' }),
    which: z
      .enum(['affected', 'all'])
      .default('affected')
      .meta({ description: 'Of what is there: only what the present images touch, or everything' }),
    atomic: z.boolean().default(false).meta({
      description: 'Publish nothing of it before every build ended well, and then all at once',
    }),
    cause: z.string().min(1).max(200).optional().meta({ description: 'Why, for those who read it later' }),
    slots: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .meta({ description: 'How many builds run at once, for the estimate; else all slots of the workers' }),
    dryRun: z.boolean().default(false).meta({ description: 'Tell what it would be, and do nothing' }),
  })
  .meta({ id: 'CampaignRequest' });
export type CampaignRequest = z.input<typeof CampaignRequest>;

const Subject = z.object({ project: z.string(), version: z.string(), build: z.int().nullable() });

const Estimate = z.object({
  slots: z.int(),
  makespanMilliseconds: z.number(),
  lowerBoundMilliseconds: z
    .number()
    .meta({ description: 'No order ends sooner: the longest chain, or all work over all slots' }),
});

export const CampaignPreview = z
  .object({
    target: z.string(),
    builds: z
      .array(
        Subject.extend({
          expectedMilliseconds: z.number(),
          reasons: z.array(z.object({ kind: z.string(), sentence: z.string() })),
        }),
      )
      .meta({ description: 'In the order in which they would be begun' }),
    untouched: z.int().meta({ description: 'How many were looked at and are left as they are' }),
    missing: z
      .array(z.string())
      .meta({ description: 'Projects of the lock file that the farm has no fitting sdist of' }),
    estimate: Estimate,
  })
  .meta({ id: 'CampaignPreview' });
export type CampaignPreview = z.infer<typeof CampaignPreview>;

/** Times are milliseconds since 1970. */
export const CampaignView = z
  .object({
    id: z.int(),
    cause: z.string(),
    target: z.string(),
    owner: z.string(),
    createdAt: z.number(),
    state: z.enum(campaignStates),
    atomic: z.boolean().meta({ description: 'Whether all of it is published at once' }),
    endedAt: z.number().nullable(),
    progress: z.object({
      pending: z.int(),
      begun: z.int(),
      held: z.int().meta({ description: 'Ended well, and kept back until all of it is published' }),
      over: z.int(),
    }),
    actions: z.array(z.enum(campaignActions)).meta({ description: 'What may be done with it now' }),
  })
  .meta({ id: 'Campaign' });
export type CampaignView = z.infer<typeof CampaignView>;

const etaMilliseconds = z
  .number()
  .nullable()
  .meta({ description: 'Until its end, by how long the builds took before; null: it is over' });

export const CampaignList = z
  .object({ campaigns: z.array(CampaignView.extend({ etaMilliseconds })) })
  .meta({ id: 'CampaignList' });
export type CampaignList = z.infer<typeof CampaignList>;

const Result = z.object({
  state: BuildStateName,
  sizeBytes: z.number().nullable(),
  extensions: z.int().meta({ description: 'How many ELF files are in its wheel' }),
});

const Worsening = z.object({
  kind: z.enum(['fails-now', 'extension-lost', 'smaller']),
  sentence: z.string(),
});

export const CampaignDetail = CampaignView.extend({
  etaMilliseconds,
  estimate: Estimate.meta({ description: 'Of all of it, from its beginning' }),
  results: z.object({
    unchanged: z.int().meta({ description: 'Built again without a difference: nothing was published' }),
    changed: z.int().meta({ description: 'Published under the next build tag' }),
    published: z.int().meta({ description: 'Published where there was nothing' }),
    failed: z.int(),
  }),
  worse: z
    .array(Subject.extend({ worsenings: z.array(Worsening), before: Result, after: Result }))
    .meta({ description: 'What was better before' }),
  builds: z.array(
    Subject.extend({
      progress: z.enum(['pending', 'begun', 'held', 'over']),
      state: BuildStateName.nullable().meta({ description: 'What it came to; null: not over' }),
      now: BuildStateName.nullable().meta({ description: 'Where one that is begun is now' }),
      rebuilt: z.enum(['unchanged', 'changed']).nullable(),
      expectedMilliseconds: z.number(),
    }),
  ),
}).meta({ id: 'CampaignDetail' });
export type CampaignDetail = z.infer<typeof CampaignDetail>;
