import { z } from 'zod';
import { bad, ok, type Result } from '../domain/result.ts';
import { parseBoundedJson } from './bounded-json.ts';
import { mostPageFiles, type PageFile } from './project-page.ts';

const pageSchema = z.object({
  meta: z.object({ 'api-version': z.string().regex(/^1\.\d+$/) }),
  files: z.array(z.unknown()),
});

const fileSchema = z.object({
  filename: z.string().max(255),
  url: z.string().max(4096),
  hashes: z.record(z.string(), z.unknown()).optional(),
  yanked: z.union([z.boolean(), z.string()]).optional(),
  'requires-python': z.string().max(500).nullish().catch(null),
});

/** PEP 691. A file that can't be read is passed over: it is none that the farm would take. */
export function parseJsonPage(text: string): Result<readonly PageFile[], string> {
  const json = parseBoundedJson(text);
  if (!json.ok) return json;
  const page = pageSchema.safeParse(json.value);
  if (!page.success) return bad('the page is not of the form of PEP 691');
  if (page.data.files.length > mostPageFiles) return bad(`the page has more than ${mostPageFiles} files`);
  const files = page.data.files.flatMap((item): readonly PageFile[] => {
    const file = fileSchema.safeParse(item);
    if (!file.success) return [];
    const { filename, url, hashes, yanked } = file.data;
    const sha256 = hashes?.['sha256'];
    // An empty reason is still a reason: only `false` says that a file stands.
    return [
      {
        filename,
        url,
        sha256: typeof sha256 === 'string' ? sha256 : null,
        yanked: (yanked ?? false) !== false,
        requiresPython: file.data['requires-python'] ?? null,
      },
    ];
  });
  return ok(files);
}
