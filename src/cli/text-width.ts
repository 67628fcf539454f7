import { plainLine } from './safe-text.ts';

const wide =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/u;
const none = /^[\p{Mn}\p{Me}\p{Cf}]/u;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

const charactersOf = (line: string): readonly string[] =>
  Array.from(segmenter.segment(line), ({ segment }) => segment);

const widthOf = (character: string): number => (none.test(character) ? 0 : wide.test(character) ? 2 : 1);

/** Columns that a line takes on a terminal, colours not counted. */
export const textWidth = (text: string): number =>
  charactersOf(plainLine(text)).reduce((width, character) => width + widthOf(character), 0);

/** The line without colours, cut to so many columns. */
export function cutToWidth(text: string, columns: number): string {
  const line = plainLine(text);
  if (textWidth(line) <= columns) return line;
  let kept = '';
  let width = 0;
  for (const character of charactersOf(line)) {
    width += widthOf(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
