import { openWorkQueue } from '../../src/queue/work-queue.ts';
import { quickTimes } from './quick-times.ts';

/** A worker that a test kills: says which attempt it has begun, and never finishes one. */
const [url = '', worker = ''] = process.argv.slice(2);
const workQueue = openWorkQueue({
  url,
  platforms: ['linux/amd64'],
  report: (sentence) => console.error(sentence),
  times: quickTimes,
});
await workQueue.work({
  platform: 'linux/amd64',
  slots: 1,
  worker,
  readiness: async () => null,
  carryOut: (plan) => {
    console.log(plan.attempt);
    return Promise.withResolvers<never>().promise;
  },
});
