import { sha256Of, type Sha256 } from './sha256.ts';
import type { Flavour, Target } from './target.ts';

/** An image that a plan asks for: a target's build or runtime image, plus exactly these OS packages. */
export type ImageSpec = {
  readonly target: Target;
  readonly flavour: Flavour;
  /** Sorted, without doubles; empty for the plain image. */
  readonly osPackages: readonly string[];
};

/** What is in an image that a worker has. */
export type ImageFacts = {
  /** sha256 over the manifest's lines: the image's identity, the same on every host. */
  readonly identity: Sha256;
  /** Sorted `package=version` lines. */
  readonly manifest: readonly string[];
  /** Shared libraries by soname, with the OS package that owns each: `libyaml-0.so.2` -> `libyaml-0-2`. */
  readonly libraries: Readonly<Record<string, string>>;
};

/** The same packages in the same versions are the same image, wherever and whenever it was made. */
export function identityOf(manifest: readonly string[]): Sha256 {
  return sha256Of([...manifest].sort().join('\n'));
}

/** Names of the OS packages in an image. */
export const packageNames = ({ manifest }: ImageFacts): ReadonlySet<string> =>
  new Set(manifest.map((line) => line.slice(0, line.indexOf('='))));
