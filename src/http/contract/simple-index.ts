import * as z from 'zod';

/*
 * PEP 691 pages, version 1.4: with sizes and times (PEP 700) and the project's status (PEP 792).
 * Source: https://packaging.python.org/en/latest/specifications/simple-repository-api/
 */
const Meta = z.object({ 'api-version': z.literal('1.4') });
const Hashes = z.object({ sha256: z.string() });

export const SimpleProjects = z
  .object({ meta: Meta, projects: z.array(z.object({ name: z.string() })) })
  .meta({ id: 'SimpleProjects' });
export type SimpleProjects = z.infer<typeof SimpleProjects>;

export const SimpleFile = z.object({
  filename: z.string(),
  url: z.string(),
  hashes: Hashes,
  'requires-python': z.string().optional(),
  size: z.int(),
  'upload-time': z.string(),
  yanked: z.union([z.boolean(), z.string()]).meta({ description: 'The reason, where one was given' }),
  // PEP 714: under its first name (dist-info-metadata) pip 22.3 to 23.0 ends with an error at a JSON page.
  'core-metadata': Hashes,
  // PEP 691 leaves names that begin with an underscore to the index.
  _wheelyard: z.object({
    index: z.string().meta({ description: 'The node of the tree that the file lies in' }),
    'built-here': z.boolean().meta({ description: 'False: uploaded ready-made' }),
    build: z.int().nullable(),
  }),
});
export type SimpleFile = z.infer<typeof SimpleFile>;

export const ProjectStatusView = z
  .object({
    status: z.enum(['active', 'archived', 'quarantined', 'deprecated']),
    reason: z.string().optional(),
  })
  .meta({ id: 'ProjectStatus' });
export type ProjectStatusView = z.infer<typeof ProjectStatusView>;

export const SimpleProject = z
  .object({
    meta: Meta,
    name: z.string(),
    'project-status': ProjectStatusView,
    versions: z.array(z.string()),
    files: z.array(SimpleFile),
  })
  .meta({ id: 'SimpleProject' });
export type SimpleProject = z.infer<typeof SimpleProject>;
