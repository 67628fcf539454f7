import { explainFailure, type Failure } from './failure.ts';
import { inOneLine } from './plain-words.ts';

const longest = 1000;

/** What a failure is found by: its kind, its sentence, and the line of the log that it rests on. */
export function failureText(failure: Failure): string {
  const line = 'line' in failure ? failure.line : '';
  return inOneLine([failure.kind, explainFailure(failure), line].join('\n')).slice(0, longest);
}
