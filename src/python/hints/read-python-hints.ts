import type { Hint } from './hint.ts';
import { nameHints } from './name-hints.ts';

const pkgConfigCall = /pkg[-_]?config/gi;
const assignment = /^\w{0,30}\s{0,5}=\s{0,5}(['"])([^'"\n]{1,80})\1/;
const moduleName = /^[A-Za-z][\w+.-]*[\w+]$/;
const pkgConfigName = /^pkg[-_]?config/i;
const header = /['"]([\w/+-]{1,80}\.h)['"]/g;
const libraryList = /\blibraries['"]?\]?\s{0,10}(?:[:=]|\+=)\s{0,10}[[(]([^\])]{0,600})/g;
const libraryCall = /\blibraries\.(?:append|extend)\(\s{0,10}([^)]{0,300})/g;
const linkOption = /["'\s]-l([A-Za-z][\w+.-]{0,60})(?=["'\s])/g;
const configProgram =
  /['"/ ]([a-z][a-z0-9+.]{0,30}-config|(?:pg|mysql|mariadb|krb5|net-snmp|apu)[_-]config)(?=['"]| --)/g;
const swig = /\bswig_opts\b|['"]swig['"]|['"][\w/.-]{1,80}\.i['"]/;
const literal = /(["'])([^"'\n]{1,120})\1/g;

/** SWIG, where a setup.py gives it something to do. */
export const readSwigHints = (source: string): readonly Hint[] =>
  nameHints(swig.test(source) ? ['swig'] : [], { kind: 'program', strength: 'required' });

/** What a setup.py, or a module that it uses, names in calls of pkg-config, lists of libraries and options of the linker. */
export function readPythonHints(source: string): readonly Hint[] {
  const text = source.replaceAll(/^[ \t]{0,80}#[^\n]*/gm, '');
  const libraries = [...text.matchAll(libraryList), ...text.matchAll(libraryCall)].flatMap(([, list = '']) =>
    literals(list),
  );
  return [
    ...nameHints(pkgConfigModules(text), { kind: 'pkg-config', strength: 'required' }),
    ...nameHints(firsts(text, configProgram), { kind: 'program', strength: 'required' }),
    ...nameHints(firsts(text, header), { kind: 'header', strength: 'linked' }),
    ...nameHints(libraries, { kind: 'library', strength: 'linked' }),
    ...nameHints(firsts(text, linkOption), { kind: 'library', strength: 'linked' }),
  ];
}

/**
 * Modules asked for by `pkgconfig.parse('x')`, `x_pkgconfig = 'x >= 1'`, `['pkg-config', '--libs', 'x']` or `'pkg-config --libs x'`: the words of the
 * literals behind the name that are no options. Literals of several words, but for those with options, are messages.
 */
function pkgConfigModules(text: string): readonly string[] {
  const modules: string[] = [];
  for (const { index, 0: mention } of text.matchAll(pkgConfigCall)) {
    const end = index + mention.length;
    const [after = ''] = text.slice(end, end + 240).split(')', 1);
    const [, , assigned] = assignment.exec(after) ?? [];
    if (assigned !== undefined) modules.push(...wordsOfPhrase(assigned));
    const isCall = /^\w{0,30}(\.\w{1,30})?\s{0,10}\(/.test(after);
    if (!isCall && !after.includes('--')) continue;
    const quote = text[index - 1] ?? '';
    // The name itself stands in quotes, with the options or alone.
    const [inner = ''] = quote === '"' || quote === "'" ? after.split(quote, 1) : [];
    const phrases = [
      inner,
      ...literals(inner === '' && !isCall ? after.slice(1) : after.slice(inner.length + 1)),
    ];
    modules.push(...phrases.flatMap(wordsOfPhrase));
  }
  return modules.filter(
    (word) =>
      moduleName.test(word) &&
      !/^[A-Z_]+$|-config$|\.(?:in|pyx?|c|h)$/.test(word) &&
      !pkgConfigName.test(word),
  );
}

function wordsOfPhrase(phrase: string): readonly string[] {
  const words = phrase.trim().split(/\s+/);
  const isMessage = words.length > 1 && !phrase.includes('--') && !/[<>=]/.test(words[1] ?? '');
  return isMessage ? [] : words.map((word) => word.replace(/[<>=].*$/, ''));
}

const literals = (text: string): readonly string[] =>
  [...text.matchAll(literal)].map(([, , word = '']) => word);

const firsts = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, first = '']) => first);
