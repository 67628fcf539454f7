import { packageNames, type ImageFacts } from '../domain/image.ts';
import type { BuildPlan } from '../domain/plan.ts';
import type { Engine } from './engine-port.ts';

/** What the driver is to watch, so that a package which nobody needed can be told from one that somebody did. */
export type PackageTrace = {
  readonly found: readonly string[];
  /** All that the plan's image has beyond the plain one: what was found, and what came with it. */
  readonly added: readonly string[];
};

/** Null where the farm found no package. */
export async function planTrace(
  worker: { readonly engine: Engine },
  attempt: { readonly plan: BuildPlan; readonly image: ImageFacts; readonly signal: AbortSignal },
): Promise<PackageTrace | null> {
  const { plan, image, signal } = attempt;
  if (plan.found.length === 0) return null;
  // The plan's image was made from it, so it is there.
  const plain = await worker.engine.ensureImage(
    { ...plan.image, osPackages: [] },
    { report: () => undefined, signal },
  );
  if (plain.kind !== 'ready') return null;
  const before = packageNames(plain.facts);
  const found = [...new Set(plan.found.map((one) => one.package))].sort();
  return { found, added: [...packageNames(image).difference(before)] };
}
