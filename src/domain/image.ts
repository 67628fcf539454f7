import { sha256Of, type Sha256 } from './sha256.ts';
import type { SymbolsByLibrary } from './symbols.ts';
import type { Flavour, Platform, Target } from './target.ts';

/** An image that a plan asks for: a target's build or runtime image, plus exactly these OS packages. */
export type ImageSpec = {
  readonly target: Target;
  readonly flavour: Flavour;
  /** Sorted, without doubles; empty for the plain image. */
  readonly osPackages: readonly string[];
  /** The refresh that had the target's packages brought up to date; absent: there was none. */
  readonly revision?: number;
};

/** What is in an image that a worker has. */
export type ImageFacts = {
  /** sha256 over the manifest's lines: the image's identity, the same on every host. */
  readonly identity: Sha256;
  /** Sorted `package=version` lines. */
  readonly manifest: readonly string[];
  /** Shared libraries by soname, with the OS package that owns each: `libyaml-0.so.2` -> `libyaml-0-2`. */
  readonly libraries: Readonly<Record<string, string>>;
  /** What those libraries offer, but the C library; only of the runtime image of a refresh. */
  readonly symbols?: SymbolsByLibrary;
};

/** The same packages in the same versions are the same image, wherever and whenever it was made. */
export function identityOf(manifest: readonly string[]): Sha256 {
  return sha256Of([...manifest].sort().join('\n'));
}

/** Names of the OS packages in an image. */
export const packageNames = ({ manifest }: Pick<ImageFacts, 'manifest'>): ReadonlySet<string> =>
  new Set(manifest.map((line) => line.slice(0, line.indexOf('='))));

/** Those that an image does not have yet: only they make another image of it. */
export function packagesBeyond(
  image: Pick<ImageFacts, 'manifest'>,
  wanted: readonly string[],
): readonly string[] {
  const present = packageNames(image);
  return wanted.filter((name) => !present.has(name));
}

/** How an image is made by hand, one step upon the other: what a worker does, as data. */
export type ImageStep =
  | {
      readonly kind: 'base';
      readonly reference: string;
      readonly platform: Platform;
      /** Pulled, if a registry has it. */
      readonly registryImage: string;
      /** Else made of the distribution's packages; null: there is no other way. */
      readonly suite: string | null;
    }
  /** A container of the parent runs `sh -c <script> sh <argument>` as root with the network, and is kept. */
  | {
      readonly kind: 'install';
      readonly reference: string;
      readonly parent: string;
      readonly script: string;
      readonly argument: string;
    };
