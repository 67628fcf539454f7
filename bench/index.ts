import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { BuildId } from '../src/domain/build-state.ts';
import { addBuildOf, indexFileOf } from '../test/contracts/catalogue-samples.ts';
import { bookworm, openFarm, type FarmUnderTest } from '../test/http/farm-under-test.ts';
import { threeLevels } from '../test/http/three-levels.ts';
import { median, printFigures, round, say, secondsOf } from './figures.ts';
import type { Load, Measured } from './index-client.ts';

/*
 * What the served index costs: requests per second and p99 of pages of 50 and of 2,000 files that lie in three levels, as
 * pip asks for them, against a bare node:http that sends the same bytes. In turn, in one process; the client is a thread
 * of its own. `ratio` is that of 50 files.
 */
const rounds = Number(process.argv[2] ?? 5);
const seconds = Number(process.argv[3] ?? 2);
const connections = 8;
const levels = ['oss', 'bookworm', 'team-a'];
const headers = {
  accept:
    'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01',
  'accept-encoding': 'gzip, deflate',
};

await using farm = await openFarm({ indexes: threeLevels() });
const { id } = await addBuildOf(farm.catalogue, 'anything', { target: bookworm.name });
const small = await measure(await fill(farm, { project: 'fifty', files: 50, build: id }));
const large = await measure(await fill(farm, { project: 'two-thousand', files: 2000, build: id }));
printFigures({
  ratio: small.ratio,
  requestsPerSecond: small.farm.requestsPerSecond,
  bareRequestsPerSecond: small.bare.requestsPerSecond,
  p99Milliseconds: small.farm.p99Milliseconds,
  bareP99Milliseconds: small.bare.p99Milliseconds,
  ratio2000: large.ratio,
  requestsPerSecond2000: large.farm.requestsPerSecond,
  bareRequestsPerSecond2000: large.bare.requestsPerSecond,
  p99Milliseconds2000: large.farm.p99Milliseconds,
  bareP99Milliseconds2000: large.bare.p99Milliseconds,
  firstMilliseconds2000: large.firstMilliseconds,
  rounds,
});

/** Publishes files of one project evenly into the levels; the address of its page at the top. */
async function fill(
  { catalogue, url }: FarmUnderTest,
  wanted: { readonly project: string; readonly files: number; readonly build: BuildId },
): Promise<URL> {
  for (let number = 0; number < wanted.files; number++) {
    const node = levels[number % levels.length] ?? '';
    const file = {
      node,
      name: wanted.project,
      version: `1.${number}`,
      content: `${wanted.project} ${number}`,
    };
    await catalogue.publishFile(indexFileOf(wanted.build, file));
  }
  return new URL(`/index/team-a/simple/${wanted.project}/`, url);
}

async function measure(page: URL) {
  const content: Buffer[] = [];
  const first = await secondsOf(async () => content.push(await fetchRaw(page)));
  const [body = Buffer.alloc(0)] = content;
  await using bare = await openBare(body);
  const farmed: Measured[] = [];
  const bared: Measured[] = [];
  for (let turn = 0; turn <= rounds; turn++) {
    const one = await load(page);
    const other = await load(new URL(page.pathname, bare.url));
    // The first turn warms both.
    if (turn === 0) continue;
    farmed.push(one);
    bared.push(other);
    say(`${page.pathname} round ${turn}: farm ${renderMeasured(one)}; bare ${renderMeasured(other)}`);
  }
  const ratios = farmed.map(
    (one, turn) => one.requestsPerSecond / (bared[turn]?.requestsPerSecond ?? Number.NaN),
  );
  say(`${page.pathname}: ${body.length} bytes, made first in ${round(first * 1000)} ms`);
  return {
    ratio: round(median(ratios)),
    farm: summarize(farmed),
    bare: summarize(bared),
    firstMilliseconds: round(first * 1000),
  };
}

function renderMeasured({ requestsPerSecond, p99Milliseconds }: Measured): string {
  return `${Math.round(requestsPerSecond)}/s, p99 ${p99Milliseconds.toFixed(2)} ms`;
}

function summarize(all: readonly Measured[]): Measured {
  return {
    requestsPerSecond: Math.round(median(all.map((one) => one.requestsPerSecond))),
    p99Milliseconds: round(median(all.map((one) => one.p99Milliseconds))),
  };
}

/** The page as it comes over the wire: packed. */
async function fetchRaw(page: URL): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(page, { headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.once('end', () => resolve(Buffer.concat(chunks)));
    }).once('error', reject);
  });
}

async function openBare(body: Buffer) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
    response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function load(page: URL): Promise<Measured> {
  const workerData: Load = { page: page.href, headers, connections, seconds };
  const worker = new Worker(new URL('./index-client.ts', import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
