import type { EventSourceMessage } from 'eventsource-parser';
import type * as z from 'zod';
import { BuildView } from '../http/contract/build.ts';
import { AttemptStart, LogLineView } from '../http/contract/log.ts';
import type { FarmClient, Query } from './farm-client.ts';
import { FarmOutage, NotAFarm } from './farm-errors.ts';
import type { Patience } from './patience.ts';

/** What `--json` prints of a followed log, one a line. */
export type LogEvent =
  | ({ readonly event: 'attempt' } & AttemptStart)
  | ({ readonly event: 'line'; readonly attempt: string } & LogLineView)
  | { readonly event: 'end'; readonly build: BuildView };

/**
 * A build's log as it comes, over however many connections it takes: each begins behind the last line that was seen,
 * so that no line comes twice and none is lost.
 */
export async function* followLog(
  farm: FarmClient,
  log: { readonly build: number; readonly query: Query; readonly patience: Patience },
): AsyncGenerator<LogEvent> {
  const { patience } = log;
  const begun = new Set<string>();
  let seen: LinePosition | null = null;
  while (true) {
    try {
      const request = { path: `api/builds/${log.build}/log`, query: log.query };
      const lastEventId = seen === null ? null : `${seen.attempt}:${seen.line}`;
      for await (const message of farm.openEvents({ ...request, lastEventId })) {
        await patience.refresh();
        const event = parseLogEvent(message);
        if (event === null) continue;
        if (event.event === 'line') {
          const at: LinePosition = { attempt: event.attempt, line: event.number };
          if (seen !== null && !isAfter(at, seen)) continue;
          seen = at;
        } else if (event.event === 'attempt') {
          // A resumed stream begins with the attempt in which it goes on.
          if (begun.has(event.attempt)) continue;
          begun.add(event.attempt);
        }
        yield event;
        if (event.event === 'end') return;
      }
      throw new FarmOutage(`the log of build ${log.build} broke off`);
    } catch (error) {
      await patience.after(error);
    }
  }
}

type LinePosition = { readonly attempt: string; readonly line: number };

const numberOf = (attempt: string): number => Number(attempt.split('.')[1]);

const isAfter = (one: LinePosition, other: LinePosition): boolean =>
  numberOf(one.attempt) > numberOf(other.attempt) || (one.attempt === other.attempt && one.line > other.line);

/** Null: an event of a later contract. */
function parseLogEvent(message: EventSourceMessage): LogEvent | null {
  switch (message.event ?? 'message') {
    case 'attempt':
      return { event: 'attempt', ...parseData(message, AttemptStart) };
    case 'line': {
      const [, attempt] = /^(\d+\.\d+):\d+$/.exec(message.id ?? '') ?? [];
      if (attempt === undefined) throw new NotAFarm('the farm sent a log line without its place');
      return { event: 'line', attempt, ...parseData(message, LogLineView) };
    }
    case 'end':
      return { event: 'end', build: parseData(message, BuildView) };
    default:
      return null;
  }
}

function parseData<Schema extends z.ZodType>(message: EventSourceMessage, schema: Schema): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(message.data));
  } catch (error) {
    throw new NotAFarm(`the farm sent a log event that this version does not understand: ${message.event}`, {
      cause: error,
    });
  }
}
