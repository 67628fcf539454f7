/** What distutils, setuptools and setup.py files say when they go on without an extension that did not compile. */
const named: readonly RegExp[] = [
  /building extension ["']([\w.]{1,200})["'] failed/,
  /(?:[Ss]kipping|[Ff]ailed to build|[Cc]ould not (?:build|compile)|[Uu]nable to (?:build|compile)|[Dd]isabling) (?:the )?optional (?:C |Cython )?extension:? ["']?([\w.]{1,200})/,
  /[Tt]he ["']?([\w.]{1,200})["']? (?:C )?extension (?:module )?could not be (?:compiled|built)/,
  /[Ee]xtension (?:module )?["']([\w.]{1,200})["'] (?:could not be (?:compiled|built)|failed to (?:build|compile)|was skipped)/,
  /([\w.]{1,60}) (?:C )?extensions? (?:module )?will not be (?:built|compiled|installed|available)/,
  /[Uu]nable to (?:build|compile) (?:the )?([\w.]{1,60}) (?:C )?extensions?/,
];

/** Without the name: it is that of the extension that was tried last. */
const unnamed =
  /\b(?:C|Cython|Cython-based|speedups?|optional|native|accelerator|binary|compiled) ?extensions?\b.{0,60}\b(?:could not be|cannot be|can't be|couldn't be|failed to|was not|were not|not being) (?:compile|buil|install)|speed-?ups are not enabled|(?:[Ff]ailed|[Uu]nable) to (?:build|compile) (?:the )?(?:optional )?(?:C |Cython |native )?(?:extensions?|speedups)\b|[Cc]ouldn't install with extension module|[Rr]etrying the build without the (?:C|Cython) extension|(?:[Bb]uilding|[Cc]ontinuing|[Pp]roceeding|[Ii]nstalling|[Tt]rying) without (?:the )?(?:C |Cython |native |optional )?(?:extensions?|speedups|accelerat\w+)|[Pp]lain-?Python (?:build|installation) succeeded|[Ff]alling back to (?:the )?(?:pure|plain)[- ]Python/;

/** Copied in each run of a build, and no news: the extension is there already. */
const upToDate = /\(up-to-date\)/;

const started = /^building ['"]([\w.]{1,200})['"] (?:C |Cython )?extension/;

/** The extension that a line says is now being built. */
export const extensionStarted = (text: string): string | null => started.exec(text)?.[1] ?? null;

/** The extension that a line says was left out; `tried`: the one that was built last. */
export function extensionSkipped(text: string, tried: string | null): string | null {
  if (upToDate.test(text)) return null;
  for (const pattern of named) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined && !isWord(name)) return name;
  }
  return unnamed.test(text) ? (tried ?? 'C extension') : null;
}

/** `The C extension could not be compiled` names none. */
const isWord = (name: string): boolean =>
  /^(?:C|Cython|optional|speedups?|native|the|an?|extension|module)$/.test(name);
