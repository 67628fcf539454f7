import * as z from 'zod';
import { BuildStateName } from './build.ts';
import { Sha256Text } from './sdist.ts';

const ImageView = z
  .object({
    identity: Sha256Text.meta({ description: "sha256 over the image's sorted package=version lines" }),
    recordedAt: z.number(),
  })
  .meta({ id: 'Image' });

export const TargetView = z
  .object({
    name: z.string(),
    family: z.string(),
    release: z.string(),
    pythonVersion: z.string(),
    architecture: z.string(),
    platform: z.string(),
    status: z.enum(['supported', 'untried']),
    tried: z.string(),
    isOffered: z.boolean().meta({ description: 'Whether this farm builds for it' }),
    indexPath: z
      .string()
      .meta({ description: 'Give pip the address of the farm with this path as --index-url' }),
    images: z.object({ build: ImageView.nullable(), runtime: ImageView.nullable() }),
  })
  .meta({ id: 'Target' });
export type TargetView = z.infer<typeof TargetView>;

export const TargetList = z.object({ targets: z.array(TargetView) }).meta({ id: 'TargetList' });
export type TargetList = z.infer<typeof TargetList>;

const Manifest = z
  .array(z.string())
  .nullable()
  .meta({ description: 'package=version lines; null: not seen yet' });

export const TargetDetail = TargetView.extend({
  registryImage: z.string(),
  runtimePackages: z.array(z.string()),
  buildPackages: z.array(z.string()),
  manifests: z.object({ build: Manifest, runtime: Manifest }),
  builds: z.record(BuildStateName, z.int()).meta({ description: 'Builds by state' }),
  fileIndex: z
    .object({
      madeAt: z.number(),
      image: Sha256Text.meta({
        description: 'The build image that it was made for; another one makes it old',
      }),
      size: z.object({ packages: z.int(), files: z.int() }).nullable(),
    })
    .nullable()
    .meta({ description: 'Which OS package has which file; null: nobody needed it yet' }),
  fileIndexOrder: z
    .object({ build: z.int(), failedAt: z.number().nullable() })
    .nullable()
    .meta({ description: 'The build that was last told to have it made, and whether that failed' }),
}).meta({ id: 'TargetDetail' });
export type TargetDetail = z.infer<typeof TargetDetail>;
