import { z } from 'zod';

/** What the sandbox itself sets, or what would lead the build to other programs, libraries or indexes. */
const reserved = /^(PATH|HOME|TMP|TEMP|TMPDIR|LD_\w*|PIP_\w*|PYTHONPATH|PYTHON\w*HOME|PYTHONSTARTUP)$/;

const variableName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,127}$/,
    'the name of an environment variable has letters, digits and "_" only',
  )
  .refine(
    (name) => !reserved.test(name),
    'this environment variable belongs to the farm; a recipe may not set it',
  );

export const environmentSchema = z.record(
  variableName,
  z
    .string()
    .max(4096)
    .refine((value) => !value.includes('\0'), 'an environment variable may not hold a zero byte'),
);
