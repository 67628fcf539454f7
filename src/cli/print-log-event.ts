import { nameKind, renderFound } from '../domain/attempt-story.ts';
import type { LogLineView } from '../http/contract/log.ts';
import type { Errand } from './errand.ts';
import type { LogEvent } from './follow-log.ts';
import { renderTimeOfDay } from './measures.ts';
import { bold, dim } from './printer.ts';
import { renderState, renderSubject } from './render-build.ts';

export async function printLogEvent(
  { printer, settings }: Pick<Errand, 'printer' | 'settings'>,
  { event, style }: { readonly event: LogEvent; readonly style: 'full' | 'raw' },
): Promise<void> {
  if (settings.form === 'json') {
    await printer.json(event);
    return;
  }
  switch (event.event) {
    case 'attempt':
      if (style === 'full') {
        await printer.line(bold(`attempt ${event.attempt}: ${nameKind(event.kind)} on ${event.platform}`));
        for (const found of event.found) await printer.line(dim(`  added ${renderFound(found, null)}`));
      }
      return;
    case 'line':
      await printer.line(style === 'raw' ? event.text : renderLogLine(event));
      return;
    case 'end':
      await printer.note(
        `build ${event.build.id}: ${renderSubject(event.build)}: ${renderState(event.build.state)}`,
      );
  }
}

/** A line that belongs to no build. */
export async function printLogLine(
  { printer, settings }: Pick<Errand, 'printer' | 'settings'>,
  line: LogLineView,
): Promise<void> {
  if (settings.form === 'json') await printer.json({ event: 'line', ...line });
  else await printer.line(renderLogLine(line));
}

/** `12:00:00.000 build | text`; what the farm itself says stands out from what the build prints. */
const renderLogLine = (line: LogLineView): string =>
  `${dim(`${renderTimeOfDay(line.at)} ${line.phase} |`)} ${line.voice === 'farm' ? bold(line.text) : line.text}`;
