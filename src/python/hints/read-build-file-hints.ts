import type { Hint, Strength } from './hint.ts';
import { nameHints } from './name-hints.ts';

const mesonCall =
  /\b(dependency|find_library|find_program)\([ \t\n]{0,80}'([^'\n]{1,80})'([^)\n]{0,200}(?:\n[^)\n]{0,200}){0,4})/g;

/** `dependency('x')` and its like in a meson.build. */
export function readMesonHints(source: string): readonly Hint[] {
  return [...withoutComments(source).matchAll(mesonCall)].flatMap(([, call = '', name = '', rest = '']) => {
    const strength = /\brequired\s{0,10}:\s{0,10}(false|get_option|\w*opt)/.test(rest)
      ? 'possible'
      : 'required';
    if (call === 'find_library') return nameHints([name], { kind: 'library', strength });
    if (call === 'find_program') return nameHints([name], { kind: 'program', strength });
    return nameHints([name], { kind: 'pkg-config', strength });
  });
}

const cmakeCall =
  /\b(find_package|pkg_check_modules|pkg_search_module|find_library)[ \t]{0,10}\(([^)]{0,400})/gi;
const cmakeWords = /^(REQUIRED|QUIET|IMPORTED_TARGET|GLOBAL|NAMES|NO_\w+|NAMES_PER_DIR)$/;

/** `find_package(X)`, `pkg_check_modules(P x>=1)`, `find_library(VARIABLE x)` in a CMakeLists.txt. */
export function readCmakeHints(source: string): readonly Hint[] {
  return [...withoutComments(source).matchAll(cmakeCall)].flatMap(([, call = '', inside = '']) => {
    const words = inside.replaceAll('"', '').trim().split(/\s+/).slice(0, 40);
    const strength = words.includes('REQUIRED') ? 'required' : 'possible';
    const [first = '', ...others] = words;
    if (call.toLowerCase() === 'find_package') return nameHints([first], { kind: 'cmake-package', strength });
    const names = others.filter((word) => !cmakeWords.test(word));
    if (call.toLowerCase() === 'find_library') {
      const end = names.findIndex((word) => /^(PATHS|HINTS|PATH_SUFFIXES|DOC|ENV|VALIDATOR)$/.test(word));
      return nameHints(end < 0 ? names : names.slice(0, end), { kind: 'library', strength: 'possible' });
    }
    return nameHints(names.map(withoutVersion), { kind: 'pkg-config', strength });
  });
}

const autoconfCall =
  /\b(PKG_CHECK_MODULES|PKG_CHECK_EXISTS|AC_CHECK_LIB|AC_SEARCH_LIBS|AC_CHECK_HEADERS?|AC_CHECK_PROGS?|AC_PATH_PROGS?)\(([^\n]{0,300})/g;

/** What a configure.ac checks for. Most of it is optional. */
export function readAutoconfHints(source: string): readonly Hint[] {
  const text = source.replaceAll(/\bdnl\b[^\n]*/g, '');
  return [...text.matchAll(autoconfCall)].flatMap(([, call = '', inside = '']) => {
    const [first = '', second = ''] = inside
      .split(/[,)]/, 2)
      .map((part) => part.replaceAll(/[[\]"]/g, ' ').trim());
    const strength: Strength = 'possible';
    const firstWords = first.split(/\s+/);
    const secondWords = second.split(/\s+/);
    if (call === 'PKG_CHECK_MODULES') return moduleHints(secondWords, 'required');
    if (call === 'PKG_CHECK_EXISTS') return moduleHints(firstWords, strength);
    if (call === 'AC_CHECK_LIB') return nameHints(firstWords, { kind: 'library', strength });
    if (call === 'AC_SEARCH_LIBS') return nameHints(secondWords, { kind: 'library', strength });
    if (call.startsWith('AC_CHECK_HEADER')) return nameHints(firstWords, { kind: 'header', strength });
    return nameHints(secondWords.slice(0, 1), { kind: 'program', strength });
  });
}

const moduleHints = (words: readonly string[], strength: Strength): readonly Hint[] =>
  nameHints(
    words.map(withoutVersion).filter((word) => /^[A-Za-z]/.test(word)),
    { kind: 'pkg-config', strength },
  );

const withoutVersion = (word: string): string => word.replace(/[<>=!].*$/, '');

const withoutComments = (source: string): string => source.replaceAll(/^[ \t]{0,80}#[^\n]*/gm, '');
