import { z } from 'zod';
import { isPreRelease, isSpecifier, parseProjectName, type ProjectName } from './release.ts';
import { mostVersions, type VersionRule, type WatchList } from './watch-list.ts';

const mostProjects = 20_000;

export const watchListName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a watch list is called by 1 to 40 of a-z, 0-9 and -');

/** A project's name in any writing, as a key or a value. */
export const projectName = z.string().transform((text, context): ProjectName => {
  const parsed = parseProjectName(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: parsed.problem });
  return z.NEVER;
});

/** `latest`, `latest-3`, or a specifier set such as `>=1.26,<3`. */
const versions = z.string().transform((text, context): VersionRule => {
  const rule = parseVersionRule(text);
  if (rule !== null) return rule;
  context.addIssue({
    code: 'custom',
    message: `must be latest, latest-<n> (1 to ${mostVersions}) or a specifier such as >=1.26,<3`,
  });
  return z.NEVER;
});

export function parseVersionRule(text: string): VersionRule | null {
  const newest = /^latest(?:-([1-9]\d?))?$/.exec(text.trim());
  if (newest !== null) {
    const count = Number(newest[1] ?? 1);
    return count > mostVersions ? null : { kind: 'newest', count, specifier: '', preReleases: false };
  }
  const specifier = text.trim();
  if (specifier === '' || !isSpecifier(specifier)) return null;
  // As pip: who names a pre-release wants it.
  const preReleases = specifier.split(',').some((part) => isPreRelease(part.replace(/^\s*[<>=!~]+\s*/, '')));
  return { kind: 'specifier', count: mostVersions, specifier, preReleases };
}

const rule = z.union(
  [
    versions,
    z
      .strictObject({
        versions,
        // Text in YAML, a value in JSON.
        'pre-releases': z.union([
          z.boolean(),
          z.enum(['true', 'false']).transform((text) => text === 'true'),
        ]),
      })
      .transform(({ versions: of, 'pre-releases': preReleases }): VersionRule => ({ ...of, preReleases })),
  ],
  {
    error: `must be latest, latest-<n> (1 to ${mostVersions}), a specifier such as >=1.26,<3, or have the keys versions and pre-releases`,
  },
);

const targets = z
  .union(
    [
      z.literal('all'),
      z
        .array(z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/))
        .min(1)
        .max(64),
    ],
    {
      error: 'must be all, or a list of targets',
    },
  )
  .default('all');

const priority = z.coerce.number().int().min(0).max(100).default(50);

/** A watch list as people write it, in YAML or JSON. */
export const watchListBody = z.strictObject({
  projects: z
    .record(z.string(), rule)
    .refine((projects) => Object.keys(projects).length <= mostProjects, `more than ${mostProjects} projects`)
    .transform((projects, context) => {
      const byName = new Map<ProjectName, VersionRule>();
      for (const [text, of] of Object.entries(projects)) {
        const name = parseProjectName(text);
        if (!name.ok) context.addIssue({ code: 'custom', message: name.problem, path: [text] });
        else byName.set(name.value, of);
      }
      return byName;
    }),
  targets,
  priority,
});

export const watchListOf = (name: string, body: z.output<typeof watchListBody>): WatchList => ({
  name,
  ...body,
});

/** For whoever uploads a file of requirements instead: what it can't say. */
export const watchListOptions = z.strictObject({ targets, priority });
