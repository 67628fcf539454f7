import type { PublisherView } from '../http/contract/publisher.ts';

/** How far a comparison has come, and what it has found. */
export function renderResync(resync: NonNullable<PublisherView['resync']>): string {
  const found = `${resync.files} files: ${resync.same} the same, ${resync.missing} missing, ${resync.different} different`;
  switch (resync.state) {
    case 'running':
      return `${found}, going on`;
    case 'done':
      return found;
    case 'broken-off':
      return `${found}, then broken off: ${resync.problem ?? 'for no known reason'}`;
  }
}
