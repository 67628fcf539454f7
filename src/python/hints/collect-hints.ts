import type { Missing } from '../../domain/missing.ts';
import { openArchiveHeaders } from './archive-headers.ts';
import { readCythonHeaders } from './cython-headers.ts';
import { rankHints, type Hint, type Strength } from './hint.ts';
import { findHintSource, isIdleFolder, type HintSource } from './hint-sources.ts';
import { nameHints } from './name-hints.ts';
import { readAutoconfHints, readCmakeHints, readMesonHints } from './read-build-file-hints.ts';
import { readIncludes } from './read-includes.ts';
import { readPythonHints, readSwigHints } from './read-python-hints.ts';

export type HintCollector = {
  /** To be told of every file. How many of its bytes are to be read; 0: none. */
  readonly wantedBytes: (path: readonly string[]) => number;
  readonly read: (path: readonly string[], content: Uint8Array) => void;
  readonly finish: (declared: readonly Hint[]) => readonly Missing[];
};

/** An include stands near the beginning, before the megabytes that Cython writes. */
const mostBytesOfFile = 128 * 1024;
const mostBytes = 12 * 1024 * 1024;
const mostFound = 5_000;
const mostHints = 100;

/** Gathers, while an archive streams by, what its sources name. */
export function openHintCollector(): HintCollector {
  const headers = openArchiveHeaders();
  const found = new Map<string, Hint>();
  let bytesLeft = mostBytes;

  return {
    wantedBytes: (path) => {
      if (!path.some(isIdleFolder)) headers.note(path.join('/'));
      if (bytesLeft <= 0 || found.size >= mostFound || findHintSource(path) === null) return 0;
      return Math.min(mostBytesOfFile, bytesLeft);
    },
    read: (path, content) => {
      bytesLeft -= content.byteLength;
      const source = findHintSource(path);
      if (source === null) return;
      for (const hint of readSource(Buffer.from(content).toString('latin1'), source)) {
        const key = `${hint.kind} ${hint.name} ${hint.strength}`;
        if (found.size < mostFound && !found.has(key)) found.set(key, hint);
      }
    },
    finish: (declared) => {
      // Only now is it known what the archive has itself.
      const lacking = [...found.values()].filter(
        ({ kind, name }) => kind !== 'header' || !headers.provide(name),
      );
      return rankHints([...declared, ...lacking], mostHints);
    },
  };
}

function readSource(text: string, { reading, isOwn }: HintSource): readonly Hint[] {
  const hints = readAs(text, reading);
  return isOwn ? hints : hints.map((hint) => ({ ...hint, strength: 'possible' }));
}

function readAs(text: string, reading: HintSource['reading']): readonly Hint[] {
  switch (reading) {
    case 'c':
      return includeHints(text);
    case 'cython':
      return [...headerHints(readCythonHeaders(text), 'used'), ...includeHints(text)];
    case 'cffi':
      return [...readPythonHints(text), ...includeHints(text)];
    case 'python':
      return [...readPythonHints(text), ...readSwigHints(text)];
    case 'meson':
      return readMesonHints(text);
    case 'cmake':
      return readCmakeHints(text);
    case 'autoconf':
      return readAutoconfHints(text);
  }
}

const includeHints = (text: string): readonly Hint[] =>
  readIncludes(text).flatMap(({ name, form, isConditional }) =>
    // What Cython or a configure script makes is asked for in quotes.
    form === 'quote' && /(^|\/)(config|version)\.h$|_api\.h$/.test(name)
      ? []
      : headerHints([name], isConditional ? 'possible' : form === 'quote' ? 'linked' : 'used'),
  );

const headerHints = (names: readonly string[], strength: Strength): readonly Hint[] =>
  nameHints(names, { kind: 'header', strength });
