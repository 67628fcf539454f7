import type { BuildResult } from '../domain/campaign.ts';
import { explainFailure } from '../domain/failure.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Build } from './records.ts';

/** What a build came to, as far as two of it can be compared. */
export async function describeResult(catalogue: Catalogue, { state }: Build): Promise<BuildResult> {
  const isBuilt = state.name === 'succeeded' || state.name === 'held';
  const wheel = isBuilt ? await catalogue.findWheel(state.wheel) : null;
  return {
    state: state.name,
    why: whyNot(state),
    rebuilt: isBuilt ? state.rebuilt : null,
    sizeBytes: wheel?.sizeBytes ?? null,
    extensions: wheel?.extensions.map(({ path }) => path) ?? [],
  };
}

function whyNot(state: Build['state']): string | null {
  switch (state.name) {
    case 'failed':
      return explainFailure(state.failure);
    case 'blocked':
      return state.rule;
    case 'cancelled':
      return `cancelled by ${state.by}`;
    case 'queued':
    case 'waiting':
    case 'building':
    case 'verifying':
    case 'publishing':
    case 'held':
    case 'succeeded':
      return null;
  }
}
