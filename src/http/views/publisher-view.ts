import { nodesOfPublisher } from '../../domain/publisher.ts';
import type { PublisherState, ResyncState } from '../../farm/publishing.ts';
import type { PublisherView } from '../contract/publisher.ts';

export function viewPublisher({ publisher, counts, health, resync }: PublisherState): PublisherView {
  const { closedUntil, problem, differences, lastSentAt } = health;
  return {
    name: publisher.name,
    kind: publisher.protocol.kind,
    url: publisher.url,
    nodes: [...nodesOfPublisher(publisher)],
    state: problem !== null ? 'away' : counts.pending > 0 ? 'sending' : 'idle',
    problem,
    triesAgainAt: closedUntil === 0 ? null : closedUntil,
    ...counts,
    lastSentAt,
    differences: [...differences],
    resync: resync === null ? null : viewResync(resync),
  };
}

const viewResync = (resync: ResyncState): PublisherView['resync'] => ({
  state: resync.name,
  startedAt: resync.startedAt,
  endedAt: resync.name === 'running' ? null : resync.endedAt,
  problem: resync.name === 'broken-off' ? resync.problem : null,
  ...resync.counts,
});
