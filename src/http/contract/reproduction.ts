import * as z from 'zod';
import { Sha256Text } from './sdist.ts';

const LimitsView = z.object({
  memoryBytes: z.number(),
  diskBytes: z.number(),
  cpus: z.number(),
  processes: z.number(),
  wallSeconds: z.number(),
  silenceSeconds: z.number(),
  wheelBytes: z.number(),
});

/** A path of the folder: no way leads out of it. */
const FilePath = z
  .string()
  .max(300)
  .regex(/^(?:(?:sdist|wheels|patches)\/)?(?!\.\.?$)[^/\0]+$/, 'must be a file of the folder');

export const ImageStepView = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('base'),
    reference: z.string(),
    platform: z.string(),
    registryImage: z.string(),
    suite: z
      .string()
      .nullable()
      .meta({ description: 'What mmdebstrap makes where no registry has the image' }),
  }),
  z.object({
    kind: z.literal('install'),
    reference: z.string(),
    parent: z.string(),
    script: z.string().meta({ description: 'Run as root with the network: sh -c <script> sh <argument>' }),
    argument: z.string(),
  }),
]);
export type ImageStepView = z.infer<typeof ImageStepView>;

/** What it takes to repeat an attempt by hand; `wheelyard reproduce` does. */
export const ReproductionView = z
  .object({
    attempt: z.string(),
    project: z.string(),
    version: z.string(),
    target: z.string(),
    limits: LimitsView,
    image: z
      .array(ImageStepView)
      .min(1)
      .meta({ description: "How the image is made; the last step's reference is its name" }),
    files: z
      .array(
        z.union([
          z.object({ path: FilePath, text: z.string() }),
          z.object({ path: FilePath, href: z.string(), sha256: Sha256Text, sizeBytes: z.int() }),
        ]),
      )
      .meta({ description: 'The folder that the container sees; `href` is below the address of the farm' }),
  })
  .meta({ id: 'Reproduction' });
export type ReproductionView = z.infer<typeof ReproductionView>;
