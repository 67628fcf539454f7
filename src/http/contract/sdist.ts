import * as z from 'zod';

export const Sha256Text = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')
  .meta({ description: 'sha256, in lower-case hexadecimal digits' });

/** What may be said about a raw upload; in a multipart upload the same names are fields and the file is `content`. */
export const UploadQuery = z.strictObject({
  filename: z.string().min(1).max(255).meta({ description: 'Needed for a raw upload' }).optional(),
  name: z.string().max(128).meta({ description: 'Needed for a source tree without PKG-INFO' }).optional(),
  version: z.string().max(64).optional(),
  sha256: Sha256Text.optional(),
});

export const SdistView = z
  .object({
    sha256: Sha256Text,
    filename: z.string(),
    sizeBytes: z.int(),
    project: z.string(),
    version: z.string(),
    format: z.enum(['tar', 'zip']),
    layout: z.enum(['sdist', 'tree']),
    requiresPython: z.string().nullable(),
    buildRequires: z.array(z.string()).nullable().meta({ description: 'Null: no pyproject.toml says it' }),
    buildBackend: z.string().nullable(),
    nativeSources: z.array(z.string()).meta({ description: 'Empty: it looks pure' }),
    hints: z
      .array(z.object({ kind: z.string(), name: z.string() }))
      .meta({ description: 'What its sources name and do not have, strongest first' }),
    fileCount: z.int(),
    unpackedBytes: z.int(),
  })
  .meta({ id: 'Sdist' });
export type SdistView = z.infer<typeof SdistView>;
