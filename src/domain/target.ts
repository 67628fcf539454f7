/** `<distribution>-<release>-<python tag>-<architecture>`, e.g. `debian-12-cp311-amd64`. */
export type TargetName = string & { readonly brand: 'TargetName' };

export type Family = 'debian' | 'ubuntu' | 'rocky';
export type Architecture = 'amd64' | 'arm64';
export type Platform = `linux/${Architecture}`;
export type Flavour = 'build' | 'runtime';

/** A distribution release x Python x architecture, with what its two images are made of. One file in `images/` each. */
export type Target = {
  readonly name: TargetName;
  readonly family: Family;
  /** `12`, `24.04`, `9` */
  readonly release: string;
  /** `3.11` */
  readonly pythonVersion: string;
  /** `cp311` */
  readonly pythonTag: string;
  readonly architecture: Architecture;
  /** Whether a farm offers it by itself; an untried definition waits for somebody to enable it. */
  readonly status: 'supported' | 'untried';
  /** What was and what was not tried with this definition, in a sentence. */
  readonly tried: string;
  readonly base: ImageBase;
  /** OS packages of both flavours, and those that only the build image has. */
  readonly runtimePackages: readonly string[];
  readonly buildPackages: readonly string[];
};

/** Where the bare OS comes from: a registry image first; where none is to be had, the distribution's own packages. */
export type ImageBase = {
  readonly registryImage: string;
  readonly bootstrap: { readonly tool: 'mmdebstrap'; readonly suite: string } | null;
};

export const platformOf = (target: Target): Platform => `linux/${target.architecture}`;

/** Platforms that targets want, each once. */
export const platformsOf = (targets: Iterable<Target>): readonly Platform[] => [
  ...new Set(Array.from(targets, platformOf)),
];

/** Old Python before new, then old release before new. The lowest target serves pure projects to all. */
export function compareTargets(one: Target, other: Target): number {
  return (
    compareDotted(one.pythonVersion, other.pythonVersion) ||
    compareDotted(one.release, other.release) ||
    one.name.localeCompare(other.name)
  );
}

function compareDotted(one: string, other: string): number {
  const left = one.split('.').map(Number);
  const right = other.split('.').map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
