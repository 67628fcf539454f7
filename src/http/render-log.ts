import { stripVTControlCharacters } from 'node:util';
import type { LogLine } from '../domain/log-line.ts';
import type { Refresh } from '../domain/refresh.ts';
import type { AttemptId } from '../domain/plan.ts';
import type { Attempt, Build } from '../farm/records.ts';
import type { AttemptStart, LogLineView } from './contract/log.ts';
import { viewAttempt } from './views/attempt-view.ts';
import { viewRefresh } from './views/refresh-view.ts';
import { viewBuild } from './views/build-view.ts';

/** Control characters but the tab, separators that some terminals obey, and marks that turn the direction of writing. */
const unprintable = /[^\P{Cc}\t]|[\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** What a terminal may be given: the build's words can't move its cursor or change its title. */
const printable = (text: string): string => stripVTControlCharacters(text).replaceAll(unprintable, '');

/** `HH:MM:SS.mmm phase | text`, in UTC. */
export const renderTextLine = (line: LogLine): string =>
  `${new Date(line.at).toISOString().slice(11, 23)} ${line.phase} | ${printable(line.text)}\n`;

export function renderAttemptEvent(attempt: Attempt): string {
  const { id, kind, platform, found } = viewAttempt(attempt);
  const start: AttemptStart = { attempt: id, kind, platform, found };
  return `event: attempt\ndata: ${JSON.stringify(start)}\n\n`;
}

export function renderLineEvent(attempt: AttemptId, line: LogLine): string {
  const view: LogLineView = line;
  return `id: ${attempt}:${line.number}\nevent: line\ndata: ${JSON.stringify(view)}\n\n`;
}

/** Of a refresh: its log is one, so the number of a line is its place. */
export function renderRefreshLine(line: LogLine): string {
  const view: LogLineView = line;
  return `id: ${line.number}\nevent: line\ndata: ${JSON.stringify(view)}\n\n`;
}

export const renderRefreshEnd = (refresh: Refresh): string =>
  `event: end\ndata: ${JSON.stringify(viewRefresh(refresh))}\n\n`;

export const renderEndEvent = (build: Build): string =>
  `event: end\ndata: ${JSON.stringify(viewBuild(build))}\n\n`;
