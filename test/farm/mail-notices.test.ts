import { mkdtempDisposable } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { notifyCampaigns, type CampaignNotice } from '../../src/farm/notify-campaigns.ts';
import { openMail } from '../../src/mail.ts';
import { bookworm, releaseOf, sdistOf } from '../contracts/catalogue-samples.ts';
import { openSchedulerFarm } from './scheduler-farm.ts';

type Received = { readonly from: string; readonly to: readonly string[]; readonly letter: string };

/** A mail server without TLS; while it is busy, it takes nothing. */
async function openMailServer(): Promise<
  AsyncDisposable & { readonly server: string; readonly received: Received[]; isBusy: boolean }
> {
  const received: Received[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.once('end', () => {
        if (opened.isBusy) return done(new Error('come back later'));
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        const letter = Buffer.concat(chunks).toString();
        received.push({ from, to: rcptTo.map(({ address }) => address), letter });
        return done();
      });
    },
  });
  await new Promise<void>((listening) => smtp.listen(0, '127.0.0.1', listening));
  const { port } = smtp.server.address() as AddressInfo;
  const opened = {
    server: `smtp://127.0.0.1:${port}`,
    received,
    isBusy: false,
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => smtp.close(() => closed())),
  };
  return opened;
}

const clock = (): number => Date.UTC(2026, 10, 21);
const letterOf = (server: string) =>
  openMail({
    server,
    from: 'farm@example.org',
    to: ['a@example.org', 'b@example.org'],
    password: null,
    url: 'https://farm.example.org/',
    clock,
  });

test('a campaign is told once by mail, whatever becomes of the webhook, and again until the server takes it', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'wy-mail-'));
  const farm = await openSchedulerFarm(folder.path);
  await using _closed = farm.catalogue;
  await using mail = await openMailServer();
  const { id } = await farm.catalogue.addCampaign(
    { cause: 'OpenSSL', target: bookworm, owner: 'anna', atomic: true },
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
          before: null,
          progress: {
            name: 'over',
            result: { state: 'failed', why: 'no header', rebuilt: null, sizeBytes: null, extensions: [] },
          },
        },
      ],
    },
  );
  const tell = (name: 'mail' | 'webhook', notify: (notice: CampaignNotice) => Promise<void>) =>
    notifyCampaigns({ catalogue: farm.catalogue, clock: farm.clock, channel: { name, notify } });
  const at = farm.time.now;
  await farm.catalogue.moveCampaign(id, { from: ['running'], to: 'held', at });
  await expect(tell('webhook', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  mail.isBusy = true;
  await expect(tell('mail', letterOf(mail.server))).rejects.toThrow('come back later');
  mail.isBusy = false;
  await tell('mail', letterOf(mail.server));
  await tell('mail', letterOf(mail.server));
  expect(mail.received).toHaveLength(1);
  await farm.catalogue.moveCampaign(id, { from: ['held'], to: 'over', at });
  await tell('mail', letterOf(mail.server));
  const [held, over] = mail.received;
  expect(held).toMatchObject({ from: 'farm@example.org', to: ['a@example.org', 'b@example.org'] });
  expect(held?.letter).toContain('Content-Type: text/plain');
  expect(held?.letter).toContain(`Subject: [wheelyard] campaign ${id} on ${bookworm} is held: OpenSSL`);
  expect(held?.letter).toContain('0 new, 0 changed, 0 unchanged, 1 not built');
  expect(held?.letter).toContain(`https://farm.example.org/campaigns/${id}`);
  expect(over?.letter).toContain('is over: OpenSSL');
  const told: string[] = [];
  await tell('webhook', async ({ event }) => void told.push(event));
  expect(told).toEqual(['campaign-over']);
});

test('words of a campaign put no header into a letter and no line of their own into its text', async () => {
  await using mail = await openMailServer();
  const evil = 'x\r\nBcc: victim@example.org\r\n\r\nhello\u202e\u0000';
  await letterOf(mail.server)({
    event: 'campaign-over',
    campaign: { id: 3 as never, cause: evil, target: bookworm, owner: evil, createdAt: 1, endedAt: 2 },
    results: { unchanged: 0, changed: 0, published: 0, failed: 0 },
    worse: [{ release: 'demo 1.0', sentences: [evil] }],
  });
  const [sent] = mail.received;
  expect(sent?.to).toEqual(['a@example.org', 'b@example.org']);
  const [head = '', body = ''] = sent?.letter.split(/\r?\n\r?\n(.*)/s) ?? [];
  expect(head).not.toMatch(/^bcc:/im);
  expect(head).not.toContain('hello\u202e');
  expect(body).not.toMatch(/^Bcc:/m);
  expect(body).toContain('cause      x Bcc: victim@example.org hello');
});

test('a mail server with a user needs a password in a file, and everybody needs a sender and a receiver', () => {
  const mail = { WHEELYARD_MAIL_FROM: 'a@example.org', WHEELYARD_MAIL_TO: 'b@example.org, c@example.org' };
  expect(readConfig({ ...mail, WHEELYARD_SMTP_URL: 'smtp://mail' }).notices.mail).toMatchObject({
    to: ['b@example.org', 'c@example.org'],
    passwordFile: null,
  });
  const wrong = [
    { WHEELYARD_SMTP_URL: 'smtp://mail' },
    { ...mail, WHEELYARD_SMTP_URL: 'smtp://anna@mail' },
    { ...mail, WHEELYARD_SMTP_URL: 'smtp://anna:secret@mail' },
    { ...mail, WHEELYARD_SMTP_URL: 'https://mail' },
    {
      ...mail,
      WHEELYARD_SMTP_URL: 'smtp://mail',
      WHEELYARD_MAIL_FROM: 'a@example.org\r\nBcc: x@example.org',
    },
  ];
  for (const settings of wrong) {
    expect(() => readConfig(settings)).toThrow(/WHEELYARD_(?:SMTP|MAIL)_/);
    expect(() => readConfig(settings)).not.toThrow(/secret/);
  }
});
