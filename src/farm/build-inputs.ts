import type { BuildPlan } from '../domain/plan.ts';
import type { PackageTrace } from './package-trace.ts';
import type { DriverInput } from './run-driver.ts';

/** Files in the sandbox carry this time unless they have one of their own; zip knows none before 1980. */
const sourceDateEpoch = 1_577_836_800;

/** What the driver of a build gets, in the layout in which it gets it: `job.json`, `sdist/`, `wheels/`, `patches/`. */
export function buildInputs(plan: BuildPlan, trace: PackageTrace | null): readonly DriverInput[] {
  const { sdist, limits } = plan;
  const job = {
    release: plan.release,
    topFolder: sdist.facts.topFolder,
    layout: sdist.facts.layout,
    buildRequires: sdist.facts.buildSystem?.requires ?? null,
    extraRequires: plan.extraRequires,
    loosened: plan.loosened,
    environment: plan.environment,
    configSettings: plan.configSettings,
    patches: plan.patches.map(({ name }) => name),
    limits,
    sourceDateEpoch,
    trace,
  };
  return [
    { name: 'job.json', text: JSON.stringify(job) },
    { name: `sdist/${sdist.filename}`, sha256: sdist.sha256, sizeBytes: sdist.sizeBytes },
    ...plan.wheels.map(({ filename, sha256, sizeBytes }): DriverInput => ({
      name: `wheels/${filename}`,
      sha256,
      sizeBytes,
    })),
    ...plan.patches.map(({ name, diff }): DriverInput => ({ name: `patches/${name}`, text: diff })),
  ];
}
