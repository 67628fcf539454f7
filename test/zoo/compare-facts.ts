import type { Failure } from '../../src/domain/failure.ts';
import type { SdistRefusal } from '../../src/domain/sdist.ts';
import type { Facts } from './expectation.ts';

/** The fields of a failure or refusal that are not as expected, in words; empty when all are. */
export function findDisagreements(expected: Facts, actual: Failure | SdistRefusal): readonly string[] {
  const facts = new Map<string, unknown>(Object.entries(actual));
  return Object.entries(expected).flatMap(([name, value]) => {
    const found = facts.get(name);
    const same = Array.isArray(found)
      ? JSON.stringify(found.map(String)) === JSON.stringify(value)
      : String(found) === value;
    return same ? [] : [`${name} should be ${JSON.stringify(value)}, but is ${JSON.stringify(found)}`];
  });
}
