import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { chooseEncoding } from './simple-index/choose-encoding.ts';
import { packPage } from './simple-index/pack-page.ts';
import { problemMediaType } from './contract/problem.ts';
import type { Reply } from './reply.ts';

export type SendOptions = {
  readonly isHead: boolean;
  readonly acceptEncoding: string | undefined;
  readonly requestId: string;
  readonly heartbeatMilliseconds: number;
};

/** Puts a reply onto the wire. Fails only when the client has gone or a stream broke off in the middle. */
export async function sendReply(reply: Reply, response: Response, options: SendOptions): Promise<void> {
  if ('headers' in reply && reply.headers) response.set({ ...reply.headers });
  switch (reply.kind) {
    case 'json':
      response.status(reply.status).set('Content-Type', 'application/json; charset=utf-8');
      await sendPacked(JSON.stringify(reply.body), response, options);
      return;
    case 'problem':
      if (reply.reason !== undefined) response.statusMessage = reasonPhrase(reply.reason);
      response.status(reply.problem.status).set('Content-Type', problemMediaType);
      response.send(Buffer.from(JSON.stringify({ ...reply.problem, requestId: options.requestId })));
      return;
    case 'text':
      // As bytes, or express would add a charset to types that have none.
      response.status(reply.status);
      await sendPacked(reply.text, response, options);
      return;
    case 'bytes':
      response.status(reply.status).send(reply.bytes);
      return;
    case 'empty':
      response.status(reply.status).end();
      return;
    case 'stream':
      response.status(reply.status);
      if (options.isHead) {
        reply.content.destroy();
        response.end();
      } else {
        await pipeline(reply.content, response);
      }
      return;
    case 'events':
      await sendEvents(reply.events, response, options);
  }
}

const leastPackedBytes = 4096;

/** A matrix, or the page's program, is a tenth of its size when it is packed; little things are not worth it. */
async function sendPacked(text: string, response: Response, options: SendOptions): Promise<void> {
  const content = Buffer.from(text);
  if (content.length < leastPackedBytes) {
    response.send(content);
    return;
  }
  const encoding = chooseEncoding(options.acceptEncoding);
  response.vary('Accept-Encoding');
  if (encoding !== 'identity') response.set('Content-Encoding', encoding);
  response.send(await packPage(content, encoding));
}

async function sendEvents(
  events: AsyncIterable<string>,
  response: Response,
  options: SendOptions,
): Promise<void> {
  // Proxies that collect answers before they pass them on are asked not to.
  response
    .status(200)
    .set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  response.vary('Accept').flushHeaders();
  if (options.isHead) {
    response.end();
    return;
  }
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain && !response.writableEnded) response.write(': still here\n\n');
  }, options.heartbeatMilliseconds);
  try {
    await pipeline(Readable.from(events), response);
  } finally {
    clearInterval(heartbeat);
  }
}

/** One line of plain ASCII: anything else would break the status line, or let a sender write headers. */
const reasonPhrase = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 300);
