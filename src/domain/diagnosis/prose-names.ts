import type { Failure } from '../failure.ts';

const mostNames = 8;

/** Words that stand where a name might and are none. */
const noName =
  /^(?:an?|the|any|all|some|this|that|it|its|your|our|following|required|necessary|needed|missing|appropriate|corresponding|suitable|valid|local|system|correct|proper|installed|available|other|either|both|of|for|in|on|to|at|by|from|with|file|files|folder|directory|path|paths|module|modules|package|packages|library|libraries|lib|libs|header|headers|include|includes|source|sources|development|devel|dev|version|versions|dependency|dependencies|build|compiler|c|c\+\+|python|python3|support|shared|static|something|them|you|what|config|configuration|setup|setup\.py|readme|license|manifest|version\.txt|tool|tools|program|programs|function|symbol|target|path\/to|requirement|requirements|environment|variable|option|options|need|needs|not|no|and|or|if|is|are|was|were|be|been|please|make|sure|must|should|via|using|used|when|while|which|where|how|pypi|pip|conda|wheels?|binary|brew|apt|apt-get|yum|dnf)$/i;

/** What stands around a name: articles, kinds, versions. */
const around =
  /^(?:the|an?|any|your|local|required|main|both|either|system|valid|suitable|working|usable|of|for|C|C\+\+|python|native)\s+|\s+(?:development|devel|dev|headers?|header files?|library|libraries|libs?|packages?|files?|includes?|include files?|installation|sources?|shared|static|runtime|and|or|C|\(?[<>=]+ ?[\d.]+\)?|v?\d[\d.]*(?:\+| or (?:later|newer|higher|above))?)$/i;

const name = /^[A-Za-z0-9][\w.+-]{0,39}(?: [A-Z][\w.+-]{0,39}){0,2}$/;

/** The names in `libxml2 and libxslt`, `zlib, bzip2 or xz`: bounded, without the words around them. */
export function namesIn(words: string): readonly string[] {
  const names = words
    .split(/\s*(?:,|;|\/|&|\band\b|\bor\b)\s*/)
    .map(strip)
    .filter(
      (each) =>
        name.test(each) && !each.split(' ').every((word) => noName.test(word)) && /[A-Za-z]{2}/.test(each),
    );
  return [...new Set(names)].slice(0, mostNames);
}

function strip(words: string): string {
  let text = words
    .replaceAll(/["'`‘’“”*()[\]<>]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/[.:,!?]+$/, '')
    .trim();
  for (let before = ''; text !== before;) {
    before = text;
    text = text.replace(around, '').trim();
  }
  return text.replace(/^-l/, '');
}

/** A name that shows by itself what it names is of that kind; any other is a word, to be looked for as all of them. */
export function failureOfNames(words: string, line: string): Failure | null {
  const names = namesIn(words);
  const [first] = names;
  if (first === undefined) return null;
  if (names.length > 1) return { kind: 'missing-dependency', names, line };
  if (/\.h(?:pp|h)?$/.test(first)) return { kind: 'missing-header', header: first, line };
  if (/[-_]config$/.test(first)) return { kind: 'missing-program', program: first, line };
  if (first.endsWith('.pc')) return { kind: 'missing-pkg-config', module: first.slice(0, -3), line };
  return { kind: 'missing-dependency', names, line };
}
