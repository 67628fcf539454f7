import { memo, type CSSProperties } from 'react';
import { parseAnsi, type Colour, type TextStyle } from './parse-ansi.ts';

/** A line with its colours. Everything else in it is text, whatever it looks like. */
export const AnsiText = memo(({ text }: { readonly text: string }) =>
  parseAnsi(text).map((piece, index) => (
    <span key={index} className={classesOf(piece.style)} style={inlineOf(piece.style)}>
      {piece.text}
    </span>
  )),
);

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
