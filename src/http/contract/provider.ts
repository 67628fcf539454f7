import * as z from 'zod';
import { missingKinds } from '../../domain/missing.ts';
import { Sha256Text } from './sdist.ts';

export const MissingKindName = z.enum(missingKinds);

const ProviderView = z
  .object({
    package: z.string(),
    version: z.string(),
    source: z.string().meta({ description: 'The source package that it is made from' }),
    section: z.string(),
    path: z.string().meta({ description: "The file; empty where the package's own name fits" }),
    isInstalled: z.boolean().meta({ description: 'The build image has it already' }),
    addsPackages: z.number().meta({ description: 'How many packages come with it, itself included' }),
    addsKibibytes: z.number(),
    usedBySources: z.number().meta({ description: 'How many sources of the release are built with it' }),
  })
  .meta({ id: 'Provider' });
export type ProviderView = z.infer<typeof ProviderView>;

export const ProviderList = z
  .object({
    target: z.string(),
    kind: MissingKindName,
    name: z.string(),
    index: z.object({
      image: Sha256Text.meta({ description: 'Identity of the build image that the index was made for' }),
      madeAt: z.number(),
    }),
    providers: z.array(ProviderView).meta({ description: 'What is installed, then the others, best first' }),
  })
  .meta({ id: 'ProviderList' });
export type ProviderList = z.infer<typeof ProviderList>;
