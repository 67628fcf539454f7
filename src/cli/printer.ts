import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { colouredLine, jsonLine, plainLine } from './safe-text.ts';
import type { Output } from './surroundings.ts';

/**
 * The one gate to the user's screen. Whatever passes it is made safe, so that nobody has to remember which words are
 * strangers'; colours pass only where they are wanted.
 */
export type Printer = {
  /** One line of the result, to stdout. Waits while the reader is slow; throws OutputClosed when he has gone. */
  readonly line: (text: string) => Promise<void>;
  readonly lines: (texts: readonly string[]) => Promise<void>;
  readonly json: (value: unknown) => Promise<void>;
  /** One line about the result, to stderr. */
  readonly note: (text: string) => Promise<void>;
};

/** Whoever read our output (`| head`) has seen enough. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

export function openPrinter(
  output: Output,
  options: { readonly hasColors: boolean; readonly interrupt: AbortSignal },
): Printer {
  const clean = options.hasColors ? colouredLine : plainLine;
  const toResult = openPen(output.stdout, options.interrupt);
  const toNotes = openPen(output.stderr, options.interrupt);
  const line = (text: string): Promise<void> => toResult(`${clean(text)}\n`);
  return {
    line,
    lines: async (texts) => {
      for (const text of texts) await line(text);
    },
    json: (value) => toResult(`${jsonLine(value)}\n`),
    note: (text) => toNotes(`${clean(text)}\n`),
  };
}

function openPen(stream: Writable, interrupt: AbortSignal): (text: string) => Promise<void> {
  let trouble: Error | null = null;
  // Stays for good: a pipe may break after the last write, and an error that nobody hears ends the process.
  stream.on('error', (error: Error) => {
    trouble = error;
  });
  return async (text) => {
    if (trouble !== null || stream.destroyed)
      throw new OutputClosed('the output is closed', { cause: trouble });
    if (stream.write(text)) return;
    try {
      await once(stream, 'drain', { signal: interrupt });
    } catch (error) {
      throw new OutputClosed('the output is closed', { cause: error });
    }
  };
}

/** Colours that the gate takes away where there should be none. */
const paint =
  (format: 'bold' | 'dim' | 'red' | 'green' | 'yellow') =>
  (text: string): string =>
    styleText(format, text, { validateStream: false });

export const bold = paint('bold');
export const dim = paint('dim');
export const red = paint('red');
export const green = paint('green');
export const yellow = paint('yellow');
