import type { AttemptPlan } from './plan.ts';

/** What an attempt was given, as anybody sees it. */
export type GivenAttempt = {
  readonly kind: AttemptPlan['kind'];
  readonly osPackages: readonly string[];
  /** The identity of the image that it ran in, where it got so far. */
  readonly image: string | null;
  readonly wheels: readonly string[];
  readonly extraRequires: readonly string[];
  readonly loosened: readonly string[];
  readonly memoryBytes: number | null;
};

/** `same`: it was tried again as it was. */
export type AttemptDifference =
  | { readonly kind: 'added' | 'dropped'; readonly what: 'OS package' | 'wheel'; readonly name: string }
  | { readonly kind: 'requires' | 'loosened'; readonly name: string }
  | { readonly kind: 'memory'; readonly bytes: number }
  | { readonly kind: 'image' }
  | { readonly kind: 'same' };

/** What an attempt had otherwise than the last one of its kind before it; null: it is the first. */
export function tellDifference(before: GivenAttempt | null, now: GivenAttempt): readonly AttemptDifference[] {
  const lists = (what: 'OS package' | 'wheel', old: readonly string[], all: readonly string[]) => [
    ...without(all, old).map((name) => ({ kind: 'added', what, name }) as const),
    ...without(old, all).map((name) => ({ kind: 'dropped', what, name }) as const),
  ];
  const differences: AttemptDifference[] = [
    ...lists('OS package', before?.osPackages ?? [], now.osPackages),
    ...lists('wheel', before?.wheels ?? [], now.wheels),
    ...without(now.extraRequires, before?.extraRequires ?? []).map(
      (name) => ({ kind: 'requires', name }) as const,
    ),
    ...without(now.loosened, before?.loosened ?? []).map((name) => ({ kind: 'loosened', name }) as const),
  ];
  if (before === null) return differences;
  if (now.memoryBytes !== null && before.memoryBytes !== now.memoryBytes)
    differences.push({ kind: 'memory', bytes: now.memoryBytes });
  // With other OS packages it is another image in any case.
  const isOtherImage = before.image !== null && now.image !== null && before.image !== now.image;
  const hasPackages = differences.some((each) => 'what' in each && each.what === 'OS package');
  if (isOtherImage && !hasPackages) differences.push({ kind: 'image' });
  return differences.length === 0 ? [{ kind: 'same' }] : differences;
}

const without = (names: readonly string[], others: readonly string[]): readonly string[] =>
  names.filter((name) => !others.includes(name));
