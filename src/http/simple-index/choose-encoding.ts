/** How pages may be packed, the best first. */
export const encodings = ['zstd', 'br', 'gzip', 'identity'] as const;
export type Encoding = (typeof encodings)[number];

/** What an Accept-Encoding header likes best (RFC 9110, 12.5.3); plain where it likes none, or does not say. */
export function chooseEncoding(header: string | undefined): Encoding {
  if (header === undefined) return 'identity';
  const qualities = new Map(header.toLowerCase().slice(0, 500).split(',').map(readWish));
  const others = qualities.get('*') ?? 0;
  const qualityOf = (name: Encoding): number =>
    qualities.get(name) ?? (name === 'identity' ? Math.max(others, 0.001) : others);
  const best = Math.max(...encodings.map(qualityOf));
  return best > 0 ? (encodings.find((name) => qualityOf(name) === best) ?? 'identity') : 'identity';
}

function readWish(text: string): readonly [name: string, quality: number] {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = weight === undefined ? 1 : Number(weight.slice(2));
  return [
    name === 'x-gzip' ? 'gzip' : name,
    Number.isFinite(quality) ? Math.min(Math.max(quality, 0), 1) : 0,
  ];
}
