import type { Failure } from './failure.ts';
import type { ImageFacts } from './image.ts';
import { sameVersion, type Release } from './release.ts';
import type { Target } from './target.ts';
import { tagFitsTarget, type WheelFacts } from './wheel.ts';

/** Whether a wheel that can be read is the one that was asked for and fits the system it was built on. */
export function judgeWheel(
  wheel: WheelFacts,
  wanted: { readonly release: Release; readonly target: Target; readonly image: ImageFacts },
): Failure | null {
  const { release, target, image } = wanted;
  if (wheel.release.project !== release.project) {
    return { kind: 'wrong-name', expected: release.project, found: wheel.release.project };
  }
  if (!sameVersion(wheel.release.version, release.version)) {
    return { kind: 'wrong-version', expected: release.version, found: wheel.release.version };
  }
  // A py2.py3 wheel has tags for an interpreter that no target has: one fitting tag is enough. But a claim to run on
  // every Linux is one that the farm never makes.
  const portable = wheel.tags.find(({ platform }) => /^(many|musl)linux/.test(platform));
  const misfit =
    portable ?? (wheel.tags.some((tag) => tagFitsTarget(tag, target)) ? undefined : wheel.tags[0]);
  if (misfit !== undefined) {
    return {
      kind: 'wrong-tag',
      tag: `${misfit.python}-${misfit.abi}-${misfit.platform}`,
      target: target.name,
    };
  }
  const own = new Set(wheel.extensions.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)));
  for (const { path, needed } of wheel.extensions) {
    const soname = needed.find((name) => image.libraries[name] === undefined && !own.has(name));
    if (soname !== undefined) return { kind: 'unresolved-library', soname, path };
  }
  return null;
}

/** OS package of each library that the wheel links. */
export function linkedLibraries(
  needed: readonly string[],
  image: ImageFacts,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    needed.flatMap((soname) => {
      const owner = image.libraries[soname];
      return owner === undefined ? [] : [[soname, owner]];
    }),
  );
}
