import type { ImageFacts } from './image.ts';
import { findLost, type SymbolsByLibrary } from './symbols.ts';

/** What newer images of its target mean to a wheel that is there. */
export type Touch =
  /** It links a library that the images do not have any more under that name: it will not load. */
  | { readonly kind: 'library-gone'; readonly soname: string; readonly package: string }
  /** The library keeps its name, but has lost symbols that the wheel uses: it will not load, or fail when it runs. */
  | {
      readonly kind: 'symbol-gone';
      readonly soname: string;
      readonly package: string;
      /** `name`, or `name@VERSION`. */
      readonly symbols: readonly string[];
    }
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
      /** Whether all that the wheel uses of it was seen to be there still. */
      readonly hasAll: 'yes' | 'unknown';
    };

/** A wheel as its build attempt saw it. */
export type BuiltWith = {
  /** soname to OS package. */
  readonly linkedLibraries: Readonly<Record<string, string>>;
  /** What it uses of each library; null: that was not looked at. */
  readonly usedSymbols: SymbolsByLibrary | null;
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
    const [used, offered] = [built.usedSymbols?.[soname], present.symbols[soname]];
    const isKnown = used !== undefined && offered !== undefined;
    const lost = isKnown ? findLost(used, offered) : [];
    if (lost.length > 0) return [{ kind: 'symbol-gone', soname, package: ownerNow, symbols: lost }];
    const [from, to] = [versionThen.get(owner), present.versions.get(ownerNow)];
    return from === undefined || to === undefined || from === to
      ? []
      : [
          {
            kind: 'library-updated',
            soname,
            package: ownerNow,
            from,
            to,
            hasAll: isKnown ? 'yes' : 'unknown',
          },
        ];
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
      return touch.hasAll === 'yes'
        ? `it links ${touch.soname}, which is ${touch.to} now and has all that it uses: nothing to do`
        : `it links ${touch.soname}, which is ${touch.to} now and keeps its name: nothing to do`;
    case 'symbol-gone':
      return `it uses ${nameSome(touch.symbols)} of ${touch.soname}, which ${touch.package} has no more`;
  }
}

const mostNamed = 3;

const nameSome = (symbols: readonly string[]): string =>
  symbols.length <= mostNamed
    ? symbols.join(', ')
    : `${symbols.slice(0, mostNamed).join(', ')} and ${symbols.length - mostNamed} more`;

function gather(images: readonly ImageFacts[]): {
  readonly libraries: Readonly<Record<string, string>>;
  readonly symbols: SymbolsByLibrary;
  readonly versions: ReadonlyMap<string, string>;
} {
  const versions = new Map<string, string>();
  for (const line of images.flatMap(({ manifest }) => manifest)) {
    const sign = line.indexOf('=');
    versions.set(line.slice(0, sign), line.slice(sign + 1));
  }
  return {
    libraries: Object.assign({}, ...images.map((image) => image.libraries)),
    symbols: Object.assign({}, ...images.map((image) => image.symbols ?? {})),
    versions,
  };
}
