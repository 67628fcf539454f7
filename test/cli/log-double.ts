import type { ServerResponse } from 'node:http';
import { BuildView } from '../../src/http/contract/build.ts';
import { AttemptStart, eventStreamMediaType, LogLineView } from '../../src/http/contract/log.ts';
import type { Answer } from './farm-double.ts';

/** Events of a log as they go over the wire. */

export const attemptEvent = (attempt: string, found: AttemptStart['found'] = []): string => {
  const start = AttemptStart.parse({ attempt, kind: 'build', platform: 'linux/amd64', found });
  return `event: attempt\ndata: ${JSON.stringify(start)}\n\n`;
};

export const lineEvent = (
  attempt: string,
  line: { readonly number: number; readonly text: string },
): string => {
  const view = LogLineView.parse({ at: 1_000 + line.number, phase: 'build', voice: 'build', ...line });
  return `id: ${attempt}:${line.number}\nevent: line\ndata: ${JSON.stringify(view)}\n\n`;
};

export const endEvent = (build: BuildView): string =>
  `event: end\ndata: ${JSON.stringify(BuildView.parse(build))}\n\n`;

/** Sends the events, then ends the stream well, or in the middle of whatever it was. */
export const stream =
  (events: readonly string[], end: 'whole' | 'cut' | 'open' = 'whole'): Answer =>
  (_asked, response) => {
    begin(response);
    const text = events.join('');
    if (end === 'whole') response.end(text);
    else if (end === 'open') response.write(text);
    // Destroyed only when all is on its way, so that the reader surely gets it.
    else response.write(text, () => response.destroy());
  };

const begin = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'Content-Type': eventStreamMediaType });
