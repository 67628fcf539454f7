import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** What a thread of the benchmark is to do: ask for one page over and over, each connection one request at a time. */
export type Load = {
  readonly page: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
};

export type Measured = { readonly requestsPerSecond: number; readonly p99Milliseconds: number };

const { page, headers, connections, seconds } = workerData as Load;
const { hostname, port, pathname, host } = new URL(page);
const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}`);
const request = `GET ${pathname} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
const milliseconds: number[] = [];
const startedAt = performance.now();
const endsAt = startedAt + seconds * 1000;

/** Reads no more of an answer than it must, so that the server and not its client is what is measured. */
async function askOver(): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let missing = 0;
    let askedAt = 0;
    const ask = (): void => {
      askedAt = performance.now();
      socket.write(request);
    };
    socket.once('connect', ask).once('error', reject);
    socket.on('data', (chunk: Buffer) => {
      if (missing === 0) {
        const end = chunk.indexOf('\r\n\r\n');
        const head = chunk.toString('latin1', 0, end);
        const length = /^content-length: (\d+)/im.exec(head)?.[1];
        if (!head.startsWith('HTTP/1.1 200') || length === undefined) {
          reject(new Error(`no page: ${head}`));
          return;
        }
        missing = end + 4 + Number(length);
      }
      missing -= chunk.length;
      if (missing > 0) return;
      const now = performance.now();
      milliseconds.push(now - askedAt);
      if (now < endsAt) ask();
      else resolve(void socket.destroy());
    });
  });
}

await Promise.all(Array.from({ length: connections }, askOver));
milliseconds.sort((one, other) => one - other);
const measured: Measured = {
  requestsPerSecond: milliseconds.length / ((performance.now() - startedAt) / 1000),
  p99Milliseconds: milliseconds[Math.floor(milliseconds.length * 0.99)] ?? Number.NaN,
};
parentPort?.postMessage(measured, []);
