import type { WorkerView } from '../../http/contract/worker.ts';
import type { Health } from '../words/health-mark.tsx';

export const healthOf = ({ state, host }: WorkerView): Health => {
  if (state === 'gone') return 'gone';
  if (state === 'waiting' || host?.disk?.state === 'critical') return 'bad';
  return host?.disk?.state === 'low' ? 'troubled' : 'well';
};
