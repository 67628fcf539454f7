import type { RawLine } from './line-splitter.ts';

// Colour sequences stay; every other control character, and the marks that turn text around, do not.
const unwanted =
  /\u001b\[[\d;]{0,32}m|[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g;

/** One line of a build's output as text that is safe to keep and to show: any bytes are taken, broken UTF-8 is marked. */
export function renderLogText(line: RawLine): string {
  const whole = Buffer.from(line.bytes).toString('utf8').replace(/\r+$/, '');
  // What a terminal would show last of a progress bar.
  const shown = whole.slice(whole.lastIndexOf('\r') + 1);
  const text = shown.replaceAll(unwanted, (found) => (found.length > 1 ? found : '\ufffd'));
  return line.cutBytes > 0 ? `${text} [${line.cutBytes} bytes of this line cut]` : text;
}
