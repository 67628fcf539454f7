import { bad, ok, type Result } from '../domain/result.ts';

const deepest = 64;
const mostContainers = 500_000;

/**
 * JSON of somebody else, within bounds: thirty million brackets in a row are few bytes on the wire, and more than a
 * gigabyte on the way to the parser's error.
 */
export function parseBoundedJson(text: string): Result<unknown, string> {
  const trouble = findExcess(text);
  if (trouble !== null) return bad(trouble);
  try {
    return ok(JSON.parse(text) as unknown);
  } catch {
    return bad('the page is not JSON');
  }
}

function findExcess(text: string): string | null {
  let depth = 0;
  let containers = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = skipText(text, at);
        break;
      case openBrace:
      case openBracket:
        depth += 1;
        containers += 1;
        if (depth > deepest) return `the page is nested deeper than ${deepest}`;
        if (containers > mostContainers) return `the page has more than ${mostContainers} lists and objects`;
        break;
      case closeBrace:
      case closeBracket:
        depth -= 1;
    }
  }
  return null;
}

/** Where the text ends that begins at the quote. */
function skipText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === backslash) at += 1;
  }
  return text.length;
}

const codeOf = (character: string): number => character.charCodeAt(0);
const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [
  codeOf('"'),
  codeOf('\\'),
  codeOf('{'),
  codeOf('}'),
  codeOf('['),
  codeOf(']'),
];
