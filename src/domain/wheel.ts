import type { Release } from './release.ts';
import type { Sha256 } from './sha256.ts';
import type { Target } from './target.ts';

/** A PEP 425 tag: `cp311-cp311-linux_x86_64`. */
export type WheelTag = { readonly python: string; readonly abi: string; readonly platform: string };

/** Parts of a wheel's file name (https://packaging.python.org/en/latest/specifications/binary-distribution-format/). */
export type WheelFilename = {
  readonly release: Release;
  readonly buildTag: string | null;
  readonly tags: readonly WheelTag[];
};

/** What was read from a wheel, without running any of it. */
export type WheelFacts = {
  readonly filename: string;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
  readonly release: Release;
  readonly tags: readonly WheelTag[];
  readonly requiresPython: string | null;
  /** The METADATA file as it stands in the wheel (PEP 658): its text and hash. */
  readonly metadata: { readonly sha256: Sha256; readonly text: string };
  readonly requiresDist: readonly string[];
  /** Names that `import` would find: top-level modules and packages. */
  readonly importNames: readonly string[];
  readonly extensions: readonly ExtensionFacts[];
  readonly fileCount: number;
};

/** What a wheel holds, as its directory says; of very many files only the first are named. */
export type WheelFileList = {
  readonly fileCount: number;
  readonly files: readonly { readonly path: string; readonly sizeBytes: number }[];
};

/** One ELF file of a wheel. */
export type ExtensionFacts = {
  readonly path: string;
  /** DT_NEEDED entries in file order. */
  readonly needed: readonly string[];
};

export const isPure = (wheel: WheelFacts): boolean =>
  wheel.extensions.length === 0 &&
  wheel.tags.every((tag) => tag.abi === 'none' && tag.platform === 'any' && tag.python.startsWith('py'));

/** sonames that a wheel wants from the OS, sorted. */
export const neededLibraries = (wheel: WheelFacts): readonly string[] =>
  [...new Set(wheel.extensions.flatMap((extension) => extension.needed))].sort();

const machines = { amd64: 'x86_64', arm64: 'aarch64' } as const;

/** Whether pip on the target would install a wheel of this tag and the farm may have built it: never manylinux. */
export function tagFitsTarget(tag: WheelTag, target: Target): boolean {
  const minor = Number(target.pythonVersion.split('.')[1]);
  const platformFits = tag.platform === 'any' || tag.platform === `linux_${machines[target.architecture]}`;
  return platformFits && pythonFits(tag, target.pythonTag, minor);
}

function pythonFits(tag: WheelTag, pythonTag: string, minor: number): boolean {
  const atMost = (tagName: string, prefix: string): boolean => {
    const rest = tagName.slice(prefix.length);
    return tagName.startsWith(prefix) && /^\d+$/.test(rest) && Number(rest) <= minor;
  };
  if (tag.abi === pythonTag) return tag.python === pythonTag;
  if (tag.abi === 'abi3') return atMost(tag.python, 'cp3');
  if (tag.abi !== 'none') return false;
  return tag.python === 'py3' || atMost(tag.python, 'py3') || tag.python === pythonTag;
}
