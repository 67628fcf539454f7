/** A tag of a page as it stands there, and what follows it. */
export type ScannedTag = {
  readonly name: 'a' | 'base';
  /** `<a href="…">`. */
  readonly open: string;
  /** The text up to the end of the link, without tags, or as much of it as a file's name can take. */
  readonly inner: string;
};

const longestTag = 8192;
const longestInner = 600;

/**
 * The links of a page, and its base, in one pass whatever stands there: a whole document takes time with the square of how
 * deep it is nested, and many times its size in memory, and a page comes from anybody.
 */
export function* scanAnchors(text: string): Generator<ScannedTag> {
  const begin = /<(!--|(a|base)(?=[\s/>]))/gi;
  for (let found = begin.exec(text); found !== null; found = begin.exec(text)) {
    if (found[1] === '!--') {
      const end = text.indexOf('-->', found.index);
      if (end === -1) return;
      begin.lastIndex = end + 3;
      continue;
    }
    const end = findTagEnd(text, begin.lastIndex);
    // Not a tag that anybody would write; what it hides is passed over.
    begin.lastIndex = end ?? found.index + longestTag;
    if (end === null) continue;
    const inner = text.slice(end, end + longestInner).split(/<\/?a(?=[\s/>])/i, 1)[0] ?? '';
    const name = found[2]?.toLowerCase() === 'base' ? 'base' : 'a';
    yield { name, open: text.slice(found.index, end), inner: inner.replaceAll(/<[^>]*>?/g, '') };
  }
}

/** Just behind the `>` that is in no quotes; null where there is none near. */
function findTagEnd(text: string, from: number): number | null {
  let quote: string | null = null;
  const last = Math.min(text.length, from + longestTag);
  for (let at = from; at < last; at += 1) {
    const character = text.charAt(at);
    if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === '>') return at + 1;
    else if (character === '"' || character === "'") quote = character;
  }
  return null;
}
