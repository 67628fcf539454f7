import { openConnection } from '../../src/queue/connection.ts';
import { openPrivateRedis } from '../../src/queue/private-redis.ts';

/** A farm that a test kills: prints the pid of its Redis once that has something to keep. */
const [folder = ''] = process.argv.slice(2);
const redis = await openPrivateRedis({ folder, report: (sentence) => console.error(sentence) });
await openConnection(redis.url, { patience: 'patient', report: () => {} }).set('key', 'kept');
console.log(redis.pid());
