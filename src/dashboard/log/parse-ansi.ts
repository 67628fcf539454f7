/** A piece of a line in one style. */
export type StyledText = { readonly text: string; readonly style: TextStyle };

export type TextStyle = {
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isItalic: boolean;
  readonly isUnderlined: boolean;
  readonly isInverse: boolean;
  readonly ink: Colour | null;
  readonly ground: Colour | null;
};

/** One of the sixteen that a theme defines, or a colour by its parts. */
export type Colour = number | `rgb(${number}, ${number}, ${number})`;

const plain: TextStyle = {
  isBold: false,
  isDim: false,
  isItalic: false,
  isUnderlined: false,
  isInverse: false,
  ink: null,
  ground: null,
};

const sequence = /\u001b\[([\d;]{0,32})m/g;
const mostPieces = 500;

export const withoutColours = (line: string): string => line.replaceAll(sequence, '');

/** Reads the colours (SGR) of one line. Each line begins plain; a line of nothing but colours can't make a page heavy. */
export function parseAnsi(line: string): readonly StyledText[] {
  const pieces: StyledText[] = [];
  let style = plain;
  let from = 0;
  const push = (to: number): void => {
    if (to > from) pieces.push({ text: line.slice(from, to), style });
  };
  for (const found of line.matchAll(sequence)) {
    push(found.index);
    from = found.index + found[0].length;
    if (pieces.length >= mostPieces)
      return [...pieces, { text: withoutColours(line.slice(from)), style: plain }];
    style = applyCodes(style, (found[1] ?? '').split(';').map(Number));
  }
  push(line.length);
  return pieces;
}

function applyCodes(style: TextStyle, codes: readonly number[]): TextStyle {
  let next = style;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const { colour, used } = readColour(codes.slice(at + 1));
      next = { ...next, [code === 38 ? 'ink' : 'ground']: colour };
      at += used;
    } else {
      next = { ...next, ...changeOf(code) };
    }
  }
  return next;
}

/** What a code changes; unknown ones change nothing. */
function changeOf(code: number): Partial<TextStyle> {
  if (code >= 30 && code <= 37) return { ink: code - 30 };
  if (code >= 90 && code <= 97) return { ink: code - 90 + 8 };
  if (code >= 40 && code <= 47) return { ground: code - 40 };
  if (code >= 100 && code <= 107) return { ground: code - 100 + 8 };
  return changes[code] ?? {};
}

const changes: Readonly<Record<number, Partial<TextStyle>>> = {
  0: plain,
  1: { isBold: true },
  2: { isDim: true },
  3: { isItalic: true },
  4: { isUnderlined: true },
  7: { isInverse: true },
  22: { isBold: false, isDim: false },
  23: { isItalic: false },
  24: { isUnderlined: false },
  27: { isInverse: false },
  39: { ink: null },
  49: { ground: null },
};

/** What follows 38 or 48: `5;n`, or `2;r;g;b`. */
function readColour([kind, ...parts]: readonly number[]): {
  readonly colour: Colour | null;
  readonly used: number;
} {
  if (kind === 5) return { colour: paletteColour(parts[0] ?? 0), used: 2 };
  if (kind !== 2) return { colour: null, used: 1 };
  const [red = 0, green = 0, blue = 0] = parts.map((part) => Math.min(255, part));
  return { colour: `rgb(${red}, ${green}, ${blue})`, used: 4 };
}

/** The palette of 256: the theme's sixteen, a cube of 6 x 6 x 6, and 24 greys. */
function paletteColour(index: number): Colour | null {
  if (index > 255) return null;
  if (index < 16) return index;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey}, ${grey}, ${grey})`;
  }
  const cube = index - 16;
  const [red = 0, green = 0, blue = 0] = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(
    (step) => (step === 0 ? 0 : 55 + step * 40),
  );
  return `rgb(${red}, ${green}, ${blue})`;
}
