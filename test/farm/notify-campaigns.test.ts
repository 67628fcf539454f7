import { createHmac } from 'node:crypto';
import { mkdtempDisposable } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { notifyCampaigns } from '../../src/farm/notify-campaigns.ts';
import { openWebhook } from '../../src/webhook.ts';
import { bookworm, releaseOf, sdistOf } from '../contracts/catalogue-samples.ts';
import { openSchedulerFarm } from './scheduler-farm.ts';

const secret = 'known to both, and to nobody else';
const day = 24 * 60 * 60 * 1000;

/** Takes what is posted, and answers as it is told. */
async function openReceiver(): Promise<
  AsyncDisposable & {
    readonly url: string;
    readonly posted: { headers: NodeJS.Dict<string | string[]>; body: string }[];
    status: number;
  }
> {
  const posted: { headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      posted.push({ headers: request.headers, body: await text(request) });
      response.writeHead(receiver.status).end();
    };
    void answer();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    posted,
    status: 204,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return receiver;
}

test('the end of a campaign is told once, signed, and again until the receiver has it', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-notices-'));
  const farm = await openSchedulerFarm(folder.path);
  await using _closed = farm.catalogue;
  await using receiver = await openReceiver();
  const result = { rebuilt: null, sizeBytes: 1, extensions: [], why: null } as const;
  const add = async () => {
    const { id } = await farm.catalogue.addCampaign(
      { cause: 'OpenSSL', target: bookworm, owner: 'anna', atomic: false },
      {
        at: farm.time.now,
        builds: [
          {
            place: 0,
            release: releaseOf('lxml', '1.0'),
            sdist: sdistOf('lxml').sha256,
            build: null,
            expectedMilliseconds: 1,
            requires: [],
            before: { ...result, state: 'succeeded' },
            progress: { name: 'over', result: { ...result, state: 'failed', why: 'no header' } },
          },
        ],
      },
    );
    return id;
  };
  const end = async (at: number) =>
    farm.catalogue.moveCampaign(await add(), { from: ['running'], to: 'over', at });
  await end(farm.time.now - 2 * day);
  await end(farm.time.now);
  await add();
  const { catalogue, clock } = farm;
  const look = () =>
    notifyCampaigns({
      catalogue,
      clock,
      channel: { name: 'webhook', notify: openWebhook({ ...receiver, secret, clock }) },
    });

  receiver.status = 503;
  await expect(look()).rejects.toThrow('the webhook answered 503');
  receiver.status = 204;
  await look();
  await look();
  expect(receiver.posted).toHaveLength(2);
  const { headers, body } = receiver.posted[1] ?? { headers: {}, body: '' };
  expect(JSON.parse(body)).toMatchObject({
    event: 'campaign-over',
    campaign: { id: 2, cause: 'OpenSSL', owner: 'anna' },
    results: { unchanged: 0, failed: 1 },
    worse: [{ release: 'lxml 1.0', sentences: ['was built before, fails now: no header'] }],
  });
  const timestamp = String(headers['x-wheelyard-timestamp']);
  expect(Number(timestamp)).toBe(Math.floor(farm.time.now / 1000));
  const right = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  expect(headers['x-wheelyard-signature']).toBe(`sha256=${right}`);
});
