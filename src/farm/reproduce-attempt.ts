import { json as readJson } from 'node:stream/consumers';
import * as z from 'zod';
import { packagesBeyond, type ImageSpec, type ImageStep } from '../domain/image.ts';
import type { AttemptId, BuildPlan, Plan } from '../domain/plan.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import type { Reproduction, ReproductionFile } from '../domain/reproduction.ts';
import { buildInputs } from './build-inputs.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Blobs } from './ports.ts';

export type ReproductionPorts = {
  readonly catalogue: Catalogue;
  readonly blobs: Blobs;
  readonly reproduction: {
    /** Python source: the driver of builds, and what runs it by hand. */
    readonly driver: string;
    readonly reproducer: string;
    readonly imageSteps: (spec: ImageSpec) => readonly ImageStep[];
  };
};

export type ReproductionProblem =
  | { readonly kind: 'no-such-attempt' }
  | { readonly kind: 'not-a-build'; readonly planKind: Plan['kind'] };

/** Everything for repeating a build attempt by hand. What the driver watched only for the farm's sake is left out. */
export async function reproduceAttempt(
  farm: ReproductionPorts,
  id: AttemptId,
): Promise<Result<Reproduction, ReproductionProblem>> {
  const attempt = await farm.catalogue.findAttempt(id);
  if (attempt === null) return bad({ kind: 'no-such-attempt' });
  const { plan } = attempt;
  if (plan.kind !== 'build') return bad({ kind: 'not-a-build', planKind: plan.kind });
  return ok({
    attempt: id,
    release: plan.release,
    target: plan.image.target.name,
    limits: plan.limits,
    image: farm.reproduction.imageSteps(await narrowImage(farm, plan)),
    files: [
      { path: 'driver.py', text: farm.reproduction.driver },
      { path: 'reproduce.py', text: farm.reproduction.reproducer },
      ...filesOf(plan),
    ],
  });
}

/** The files of an attempt that are blobs, by the names under which its driver gets them. */
export const inputBlobs = (plan: BuildPlan) =>
  filesOf(plan).flatMap((file) => ('sha256' in file ? [file] : []));

const filesOf = (plan: BuildPlan): readonly ReproductionFile[] =>
  buildInputs(plan, null).map(({ name, ...content }) => ({ path: name, ...content }));

const StoredFacts = z.object({ manifest: z.array(z.string()) });

/** What the plain image has already is not installed again: a worker names the image without it. */
async function narrowImage(farm: ReproductionPorts, { image }: BuildPlan): Promise<ImageSpec> {
  if (image.osPackages.length === 0) return image;
  const plain = await farm.catalogue.findLatestImage(image.target.name, image.flavour);
  const facts = plain && (await farm.blobs.get(plain.factsBlob));
  if (facts === null) return image;
  const { manifest } = StoredFacts.parse(await readJson(facts.content));
  return { ...image, osPackages: packagesBeyond({ manifest }, image.osPackages) };
}
