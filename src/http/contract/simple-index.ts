import * as z from 'zod';

/** PEP 691 pages, version 1.1 (PEP 700). Source: https://packaging.python.org/en/latest/specifications/simple-repository-api/ */
const Meta = z.object({ 'api-version': z.literal('1.1') });
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
  yanked: z.literal(false),
  // PEP 714: under its first name (dist-info-metadata) pip 22.3 to 23.0 ends with an error at a JSON page.
  'core-metadata': Hashes,
});
export type SimpleFile = z.infer<typeof SimpleFile>;

export const SimpleProject = z
  .object({ meta: Meta, name: z.string(), versions: z.array(z.string()), files: z.array(SimpleFile) })
  .meta({ id: 'SimpleProject' });
export type SimpleProject = z.infer<typeof SimpleProject>;
