import {
  tellDifference,
  type AttemptDifference,
  type GivenAttempt,
} from '../../domain/attempt-difference.ts';
import { plainWords } from '../../domain/plain-words.ts';
import type { AttemptView } from '../../http/contract/attempt.ts';
import { renderBytes } from '../words/measures.ts';

const mostNamed = 6;

/** What an attempt had otherwise than the one of its kind before it, in few words each; the first has all from nowhere. */
export function describeDifference(attempts: readonly AttemptView[], at: number): readonly string[] {
  const attempt = attempts[at];
  if (attempt === undefined) return [];
  const before = attempts.slice(0, at).findLast(({ kind }) => kind === attempt.kind);
  const words = tellDifference(before === undefined ? null : givenTo(before), givenTo(attempt)).map(describe);
  const more = words.length - mostNamed;
  return more > 0 ? [...words.slice(0, mostNamed), `and ${more} more`] : words;
}

const givenTo = ({ kind, osPackages, given, outcome }: AttemptView): GivenAttempt => ({
  ...given,
  kind,
  osPackages,
  image: outcome?.evidence.image?.identity ?? null,
});

function describe(difference: AttemptDifference): string {
  switch (difference.kind) {
    case 'added':
      return `+ ${plainWords(difference.name)}`;
    case 'dropped':
      return `− ${plainWords(difference.name)}`;
    case 'requires':
      return `+ requires ${plainWords(difference.name)}`;
    case 'loosened':
      return `any version of ${plainWords(difference.name)}`;
    case 'memory':
      return `${renderBytes(difference.bytes)} of memory`;
    case 'image':
      return 'another image';
    case 'same':
      return 'as before';
  }
}
