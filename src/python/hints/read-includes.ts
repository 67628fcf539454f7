/** An `#include` of a C source, as far as its lines tell. */
export type Include = {
  readonly name: string;
  /** `<x.h>`, or `"x.h"`, which looks beside the source first. */
  readonly form: 'angle' | 'quote';
  /** Stands under an `#if` that this reading can't decide. */
  readonly isConditional: boolean;
};

const deepestNesting = 200;
const mostIncludes = 500;
const directive = /#[ \t]{0,40}(include|if|ifdef|ifndef|elif|else|endif)\b([^\n]{0,400})/y;
const target = /^\s{0,40}(?:<([^>\n]{1,200})>|"([^"\n]{1,200})")/;
const foreignMacro =
  /\b(_?_?WIN(32|64)(__)?|_MSC_VER|_WINDOWS|__MINGW\w+|__CYGWIN__|__APPLE__|__MACH__|MACOSX?|__\w+BSD__|__DragonFly__|__sun|__SVR4|_AIX|__hpux|__ANDROID__|__EMSCRIPTEN__|__HAIKU__|__VMS|MS_WIN\w+|WIN32_LEAN\w*|_WIN32_WCE|__OS2__)\b/;
const linuxMacro = /\b(__linux__|__linux|__unix__|__GNUC__|__GLIBC__)\b/;

/** What the build's own platform makes of a condition: `no` for that of another system, `yes` for its opposite. */
type Verdict = 'yes' | 'no' | 'open';

/** `wasTaken`: a branch before this one holds for certain, so no later one does. */
type Frame = { verdict: Verdict; wasTaken: boolean; isGuard: boolean };

/** Reads the directives of a C source, of a SWIG interface, or of C within Python's quotes. Linear in its length. */
export function readIncludes(text: string): readonly Include[] {
  const includes: Include[] = [];
  const frames: Frame[] = [];
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    if (!beginsLine(text, at)) continue;
    directive.lastIndex = at;
    const [, word, rest = ''] = directive.exec(text) ?? [];
    if (word === undefined) continue;
    if (word !== 'include') {
      if (frames.length > deepestNesting) break;
      follow(frames, { word, rest });
    } else if (frames.every(({ verdict }) => verdict !== 'no')) {
      const [, angle, quote] = target.exec(rest) ?? [];
      const name = angle ?? quote;
      if (name === undefined) continue;
      const isConditional = frames.some(({ verdict, isGuard }) => verdict === 'open' && !isGuard);
      includes.push({ name: name.trim(), form: angle === undefined ? 'quote' : 'angle', isConditional });
      if (includes.length >= mostIncludes) break;
    }
  }
  return includes;
}

function beginsLine(text: string, at: number): boolean {
  for (let before = at - 1; before >= 0 && at - before < 80; before -= 1) {
    const letter = text[before];
    if (letter === '\n') return true;
    if (letter !== ' ' && letter !== '\t' && letter !== '\r') return letter === '"' || letter === "'";
  }
  return at < 80;
}

function follow(frames: Frame[], { word, rest }: { readonly word: string; readonly rest: string }): void {
  const last = frames.at(-1);
  switch (word) {
    case 'if':
    case 'ifdef':
      frames.push(openFrame(judge(rest), false));
      return;
    case 'ifndef':
      frames.push(openFrame(opposite(judge(rest)), true));
      return;
    case 'elif':
    case 'else':
      if (last === undefined) return;
      // The other branch of `#ifndef X` is no guard's.
      last.isGuard = false;
      last.verdict = last.wasTaken ? 'no' : elseVerdict(last.verdict, word === 'elif' ? judge(rest) : null);
      last.wasTaken ||= last.verdict === 'yes';
      return;
    case 'endif':
      frames.pop();
  }
}

const openFrame = (verdict: Verdict, isGuard: boolean): Frame => ({
  verdict,
  wasTaken: verdict === 'yes',
  isGuard,
});

/** `else` of another system's branch is meant for ours; after an open one it is as open. */
const elseVerdict = (before: Verdict, own: Verdict | null): Verdict =>
  own ?? (before === 'no' ? 'yes' : 'open');

const opposite = (verdict: Verdict): Verdict =>
  verdict === 'open' ? 'open' : verdict === 'yes' ? 'no' : 'yes';

function judge(condition: string): Verdict {
  const words = condition.trim();
  if (/^0\b/.test(words)) return 'no';
  if (/^1\b/.test(words)) return 'yes';
  if (linuxMacro.test(words)) return /!|&&/.test(words) ? 'open' : 'yes';
  const isForeign = foreignMacro.test(words);
  if (!isForeign) return 'open';
  if (!words.includes('!')) return 'no';
  return words.includes('||') ? 'open' : 'yes';
}
