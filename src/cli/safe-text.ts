/**
 * What a terminal may be given. Log lines, failure sentences and metadata are strangers' words: they must not move the
 * cursor, change the title, answer for the user or turn the direction of writing.
 */

/** Sequences as a whole, so that nothing of them stays; then every control character, and the marks that turn text. */
const sequence =
  /(?:\u001b\[|\u009b)[\u0030-\u003f]{0,64}[\u0020-\u002f]{0,8}[\u0040-\u007e]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f]{0,4096}(?:\u0007|\u001b\\|\u009c)|\u001b[\u0020-\u002f]{0,8}[\u0030-\u007e]|[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

const colour = /^\u001b\[[\d;]*m$/;
const colourReset = '\u001b[0m';

/** One line without any control character; breaks and tabs become spaces. */
export const plainLine = (text: string): string =>
  text.replaceAll(sequence, (found) => (/^[\t\r\n]$/.test(found) ? ' ' : ''));

/** One line that may keep colours (SGR sequences), which end with it. */
export function colouredLine(text: string): string {
  let isColoured = false;
  const line = text.replaceAll(sequence, (found) => {
    if (!colour.test(found)) return plainLine(found);
    isColoured = true;
    return found;
  });
  return isColoured && !line.endsWith(colourReset) ? line + colourReset : line;
}

/** JSON in one line: the same data, with what JSON leaves unescaped and a terminal would obey escaped. */
export const jsonLine = (value: unknown): string =>
  (JSON.stringify(value) ?? 'null').replaceAll(
    /[\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
