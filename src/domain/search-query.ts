import { inOneLine } from './plain-words.ts';
import { parseProjectName, type ProjectName } from './release.ts';
import { parseSdistFilename } from './sdist-filename.ts';
import { parseWheelFilename } from './wheel-filename.ts';

/** What a text typed into a search box may mean; more than one thing at once. */
export type SearchQuery = {
  /** `17`, `#17`, `#17.2`, `build 17`; null: it names no build. */
  readonly build: number | null;
  /** Releases that it may name: the project, and how the version begins. */
  readonly releases: readonly { readonly project: ProjectName; readonly version: string }[];
  /** A part of the name of a project, normalised; null: no name of a project has that. */
  readonly name: string | null;
  /** What a text must have, in any order. Those too short to be found are left out. */
  readonly words: readonly string[];
};

/** Texts are found by three characters that follow each other. */
export const canBeFound = (word: string): boolean => /.{3}/su.test(word);
export const longestSearch = 200;
const mostWords = 8;

/** Takes any text, and always gives something to look for; control characters and marks of direction count as spaces. */
export function parseSearch(typed: string): SearchQuery {
  const text = inOneLine(typed.slice(0, longestSearch));
  const name = text.toLowerCase().replaceAll(/[-_. ]+/g, '-');
  return {
    build: readBuild(text),
    releases: readReleases(text),
    name: /^[a-z0-9-]{1,128}$/.test(name) ? name : null,
    words: [...new Set(text.toLowerCase().split(' '))].filter(canBeFound).slice(0, mostWords),
  };
}

function readBuild(text: string): number | null {
  const [, id] = /^(?:#|build )?([1-9]\d{0,11})(?:\.\d{1,6})?$/i.exec(text) ?? [];
  return id === undefined ? null : Number(id);
}

function readReleases(text: string): SearchQuery['releases'] {
  const [, name = '', version = ''] = /^([\w.-]+)(?: ?={1,3} ?| )v?(\d[\w.!+-]*)/.exec(text) ?? [];
  const project = parseProjectName(name);
  if (project.ok) return [{ project: project.value, version }];
  const wheel = parseWheelFilename(text);
  if (wheel.ok) return [wheel.value.release];
  // A name without its ending is read as if it had one.
  for (const filename of [text, `${text}.zip`]) {
    const sdist = parseSdistFilename(filename);
    if (sdist.ok) return sdist.value.claims;
  }
  return [];
}
