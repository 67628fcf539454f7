import { memo, type CSSProperties } from 'react';
import { plainWords } from '../../domain/plain-words.ts';
import { count } from '../words/measures.ts';
import { parseAnsi, type Colour, type TextStyle } from './parse-ansi.ts';

/** Workers cut lines long before this; one that is longer all the same would stop the page. */
const longestShown = 20_000;

/** A line with its colours. Everything else in it is text, whatever it looks like. */
export const AnsiText = memo(({ text }: { readonly text: string }) => (
  <>
    {parseAnsi(text.slice(0, longestShown)).map((piece, index) => (
      <span key={index} className={classesOf(piece.style)} style={inlineOf(piece.style)}>
        {plainWords(piece.text)}
      </span>
    ))}
    {text.length > longestShown && (
      <span className="aside"> … {count(text.length - longestShown, 'more character')}, in the raw log</span>
    )}
  </>
));

function classesOf(style: TextStyle): string | undefined {
  const classes = [
    style.isBold && 'ansi-bold',
    style.isDim && 'ansi-dim',
    style.isItalic && 'ansi-italic',
    style.isUnderlined && 'ansi-underlined',
    style.isInverse && 'ansi-inverse',
    typeof style.ink === 'number' && `ansi-ink-${style.ink}`,
    typeof style.ground === 'number' && `ansi-ground-${style.ground}`,
  ].filter((name) => name !== false);
  return classes.length === 0 ? undefined : classes.join(' ');
}

function inlineOf({ ink, ground }: TextStyle): CSSProperties | undefined {
  const color = ownColour(ink);
  const backgroundColor = ownColour(ground);
  if (color === null && backgroundColor === null) return undefined;
  return { ...(color !== null && { color }), ...(backgroundColor !== null && { backgroundColor }) };
}

const ownColour = (colour: Colour | null): string | null => (typeof colour === 'string' ? colour : null);
