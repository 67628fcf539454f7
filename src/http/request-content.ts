import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';

/** The client went away in the middle of what it sent. */
export class CutOff extends Error {
  override readonly name = 'CutOff';
}

/**
 * The body of a request, as a stream that a handler may destroy without losing the connection on which the client
 * waits for its answer: what is left of the body is read and thrown away. A sender that goes on far beyond what is
 * ever taken is cut off.
 */
export function openContent(request: IncomingMessage, limits: { readonly mostBytes: number }): Readable {
  const content = new PassThrough();
  let readBytes = 0;
  request.on('data', (chunk: Buffer) => {
    readBytes += chunk.length;
    if (readBytes > limits.mostBytes) request.destroy();
  });
  request.pipe(content);
  request.once('close', () => {
    if (!request.readableEnded) content.destroy(new CutOff('the request was cut off'));
  });
  content.once('close', () => {
    request.unpipe(content);
    request.resume();
  });
  // One who does not read the content is not to be stopped by its end.
  content.on('error', () => undefined);
  return content;
}
