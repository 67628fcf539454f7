import type { PublisherView } from '../../http/contract/publisher.ts';
import type { UpstreamView } from '../../http/contract/upstream.ts';
import type { Health } from '../words/health-mark.tsx';

export const upstreamHealth = ({ state }: UpstreamView): Health => (state === 'well' ? 'well' : 'troubled');

/** What is refused waits for somebody; what is away is tried again by itself. */
export const publisherHealth = ({ state, refused, differences }: PublisherView): Health => {
  if (refused > 0) return 'bad';
  return state === 'away' || differences.length > 0 ? 'troubled' : 'well';
};
