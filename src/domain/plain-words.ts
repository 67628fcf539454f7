/** Colours go; they have no letter. */
const colour = /\u001b\[[\d;:]{0,64}m/g;
const lineEnd = /\r?\n/g;
/** Control characters, marks that turn the direction of writing or are not to be seen (but what joins emoji), and separators of lines. */
const unseen = /[^\P{Cc}\t]|[^\P{Cf}\u200d]|[\u2028\u2029]/gu;

/**
 * Strangers' words as they may stand among ours, in one line: what has no letter of its own, and could hide or turn round
 * what is read, shows as a sign: `␛`, `<U+202E>`.
 */
export const plainWords = (text: string): string =>
  text.replaceAll(colour, '').replaceAll(lineEnd, ' ').replaceAll(unseen, showUnseen).toWellFormed();

/** Words of anybody as one line, in which what can't be seen counts as space. */
export const inOneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();

function showUnseen(found: string): string {
  const code = found.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
