import { LogLineView } from '../http/contract/log.ts';
import type { FarmClient } from './farm-client.ts';
import { FarmOutage, NotAFarm } from './farm-errors.ts';
import type { Patience } from './patience.ts';

/** How a target's images are made, line by line, over however many connections it takes; each begins behind the last line. */
export async function* followRefreshLog(
  farm: FarmClient,
  { refresh, patience }: { readonly refresh: number; readonly patience: Patience },
): AsyncGenerator<LogLineView> {
  let last: number | null = null;
  while (true) {
    try {
      const lastEventId: string | null = last === null ? null : String(last);
      const path = `api/refreshes/${refresh}/log`;
      for await (const message of farm.openEvents({ path, lastEventId })) {
        await patience.refresh();
        if (message.event === 'end') return;
        if (message.event !== 'line') continue;
        const line = parseLine(message.data);
        if (last !== null && line.number <= last) continue;
        last = line.number;
        yield line;
      }
      throw new FarmOutage(`the log of refresh ${refresh} broke off`);
    } catch (error) {
      await patience.after(error);
    }
  }
}

function parseLine(data: string): LogLineView {
  try {
    return LogLineView.parse(JSON.parse(data));
  } catch (cause) {
    throw new NotAFarm('the farm sent a log line that this version does not understand', { cause });
  }
}
