import { expect, test } from 'vitest';
import { nextAtomicStep, type AtomicStep } from '../../src/domain/atomic-campaign.ts';
import type { BuildResult, CampaignProgress, CampaignState } from '../../src/domain/campaign.ts';

const result: BuildResult = { state: 'succeeded', why: null, rebuilt: null, sizeBytes: 1, extensions: [] };
const progresses: Readonly<Record<string, CampaignProgress>> = {
  pending: { name: 'pending' },
  begun: { name: 'begun' },
  held: { name: 'held', result: { ...result, state: 'held' } },
  same: { name: 'over', result },
  failed: { name: 'over', result: { ...result, state: 'failed', why: 'no header' } },
};

const table: readonly (readonly [CampaignState, string, AtomicStep])[] = [
  ['running', 'pending held', 'begin'],
  ['running', 'begun failed', 'begin'],
  ['running', 'held same', 'publish'],
  ['running', 'same same', 'publish'],
  ['running', 'held failed', 'hold'],
  ['running', 'same failed', 'end'],
  ['paused', 'held same', 'wait'],
  ['paused', 'held failed', 'wait'],
  ['held', 'held failed', 'wait'],
  ['held', 'begun failed', 'wait'],
  ['held', 'held same', 'publish'],
  ['held', 'same failed', 'end'],
  ['publishing', 'held failed', 'publish'],
  ['publishing', 'held begun', 'wait'],
  ['cancelled', 'held failed', 'put-away'],
  ['cancelled', 'begun same', 'put-away'],
  ['cancelled', 'pending failed', 'wait'],
  ['over', 'same failed', 'wait'],
];

test.each(table)('a campaign that is %s with builds that are %s: %s', (state, names, step) => {
  const builds = names.split(' ').map((name) => ({ progress: progresses[name] ?? { name: 'pending' } }));
  expect(nextAtomicStep(state, builds)).toBe(step);
});
