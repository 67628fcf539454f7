import type { ImageFacts } from './image.ts';

/** What newer images of its target mean to a wheel that is there. */
export type Touch =
  /** It links a library that the images do not have any more under that name: it will not load. */
  | { readonly kind: 'library-gone'; readonly soname: string; readonly package: string }
  /** It was built with another version of an OS package that its plan names. */
  | { readonly kind: 'input-changed'; readonly package: string; readonly from: string; readonly to: string }
  /** The package is in no plain image, so which version a build would get is not known before. */
  | { readonly kind: 'unknown'; readonly package: string }
  /** The library that it links is newer and has the same name: whoever loads the wheel gets it without a rebuild. */
  | {
      readonly kind: 'library-updated';
      readonly soname: string;
      readonly package: string;
      readonly from: string;
      readonly to: string;
    };

/** A wheel as its build attempt saw it. */
export type BuiltWith = {
  /** soname to OS package. */
  readonly linkedLibraries: Readonly<Record<string, string>>;
  /** Those of its plan. */
  readonly osPackages: readonly string[];
  /** What was in the image that it was built in; null: not kept. */
  readonly image: ImageFacts | null;
};

/** A target's plain images: what they were before the last refresh, where there was one, and what they are. */
export type PlainImages = {
  readonly before: readonly ImageFacts[];
  readonly present: readonly ImageFacts[];
};

export function findTouches(built: BuiltWith, images: PlainImages): readonly Touch[] {
  const present = gather(images.present);
  const before = gather(images.before);
  const versionThen = gather(built.image === null ? [] : [built.image]).versions;
  const libraries = Object.entries(built.linkedLibraries).flatMap(([soname, owner]): readonly Touch[] => {
    const ownerNow = present.libraries[soname];
    if (ownerNow === undefined) {
      const isPlain = present.versions.has(owner) || before.libraries[soname] !== undefined;
      return [
        isPlain ? { kind: 'library-gone', soname, package: owner } : { kind: 'unknown', package: owner },
      ];
    }
    const [from, to] = [versionThen.get(owner), present.versions.get(ownerNow)];
    return from === undefined || to === undefined || from === to
      ? []
      : [{ kind: 'library-updated', soname, package: ownerNow, from, to }];
  });
  const inputs = built.osPackages.flatMap((name): readonly Touch[] => {
    const [from, to] = [versionThen.get(name), present.versions.get(name)];
    if (from === undefined || to === undefined) return [{ kind: 'unknown', package: name }];
    return from === to ? [] : [{ kind: 'input-changed', package: name, from, to }];
  });
  return [...libraries, ...inputs];
}

/** Whether a rebuild may come out otherwise. What is not known counts: if it was for nothing, nothing is published. */
export const isAffected = (touches: readonly Touch[]): boolean =>
  touches.some(({ kind }) => kind !== 'library-updated');

export function explainTouch(touch: Touch): string {
  switch (touch.kind) {
    case 'library-gone':
      return `it links ${touch.soname} of ${touch.package}, which is gone`;
    case 'input-changed':
      return `it was built with ${touch.package} ${touch.from}, which is ${touch.to} now`;
    case 'unknown':
      return `${touch.package} is in no plain image, so its version is not known before it is installed`;
    case 'library-updated':
      return `it links ${touch.soname}, which is ${touch.to} now and keeps its name: nothing to do`;
  }
}

function gather(images: readonly ImageFacts[]): {
  readonly libraries: Readonly<Record<string, string>>;
  readonly versions: ReadonlyMap<string, string>;
} {
  const versions = new Map<string, string>();
  for (const line of images.flatMap(({ manifest }) => manifest)) {
    const sign = line.indexOf('=');
    versions.set(line.slice(0, sign), line.slice(sign + 1));
  }
  return { libraries: Object.assign({}, ...images.map((image) => image.libraries)), versions };
}
