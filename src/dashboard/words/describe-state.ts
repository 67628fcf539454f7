import { plainWords } from '../../domain/plain-words.ts';
import type { BuildStateView } from '../../http/contract/build.ts';

/** What the name of the state alone does not say. */
export function describeState(state: BuildStateView): string {
  switch (state.name) {
    case 'failed':
      return state.failure.sentence;
    case 'blocked':
      return plainWords(state.rule);
    case 'waiting':
      return state.reason === 'answer' ? `on build ${state.on}` : `on build ${state.on}, a requirement`;
    case 'cancelled':
      return plainWords(`by ${state.by}`);
    case 'succeeded':
      return state.answeredBy === null ? state.filename : `${state.filename} (of build ${state.answeredBy})`;
    case 'building':
    case 'verifying':
      return `attempt ${state.attempt}`;
    case 'held':
      return `by campaign ${state.campaign}`;
    case 'queued':
    case 'publishing':
      return '';
  }
}
