import { plainWords } from '../../domain/plain-words.ts';
import type { OutcomeView } from '../../http/contract/attempt.ts';

export function describeOutcome(outcome: OutcomeView): string {
  switch (outcome.kind) {
    case 'built':
      return '✓ built';
    case 'verified':
      return '✓ verified in the runtime image';
    case 'needs':
      return plainWords(`needs ${outcome.requirements.map(({ requirement }) => requirement).join(', ')}`);
    case 'indexed':
      return "✓ listed the files of the target's OS packages";
    case 'failed':
      return `✗ ${outcome.failure.sentence}`;
  }
}
