import { z } from 'zod';
import type { SecretPlace } from './publisher.ts';

/** `{ file: /run/secrets/x }` or `{ environment: NAME }`: a definition file says where a secret is, never what it is. */
export const secretPlace = z.union(
  [
    z
      .strictObject({ file: z.string().regex(/^\//, 'must be an absolute path').max(1000) })
      .transform(({ file }): SecretPlace => ({ kind: 'file', path: file })),
    z
      .strictObject({ environment: z.string().regex(/^[A-Z_][A-Z0-9_]{0,99}$/) })
      .transform(({ environment }): SecretPlace => ({ kind: 'environment', name: environment })),
  ],
  {
    error: 'must be { file: /absolute/path } or { environment: NAME }; the secret itself does not stand here',
  },
);
