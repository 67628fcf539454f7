import { explainFailure, type Failure } from './failure.ts';
import { plainWords } from './plain-words.ts';

/** What failures of different projects have in common: those with one key are mended by one change. */
export type FailureCause = {
  /** `<kind>` or `<kind>:<the fact that matters>`; at most 200 characters, the same for ever. */
  readonly key: string;
  /** One line for people, without what only one of the builds has. */
  readonly sentence: string;
};

export const longestCause = 200;

/** The catalogue keeps the key with each failed build: whoever changes a key here fills that column again in a migration. */
export function causeOf(failure: Failure): FailureCause {
  const { fact, sentence } = describe(failure);
  const key = fact === null ? failure.kind : `${failure.kind}:${fact}`;
  return { key: bounded(key), sentence: plainWords(bounded(sentence)) };
}

/** `fact`: what tells this cause from others of its kind; null: nothing does. */
type Description = { readonly fact: string | null; readonly sentence: string };

function describe(failure: Failure): Description {
  switch (failure.kind) {
    case 'missing-header':
      return { fact: failure.header, sentence: explainFailure(failure) };
    case 'missing-library':
      return { fact: failure.library, sentence: explainFailure(failure) };
    case 'missing-pkg-config':
    case 'missing-python-module':
    case 'removed-module':
      return { fact: failure.module, sentence: explainFailure(failure) };
    case 'missing-program':
      return { fact: failure.program, sentence: explainFailure(failure) };
    case 'missing-cmake-package':
      return { fact: failure.package, sentence: explainFailure(failure) };
    case 'missing-dependency':
      return { fact: failure.names.toSorted().join(','), sentence: explainFailure(failure) };
    case 'python-too-old':
    case 'python-too-new':
      return { fact: failure.wanted, sentence: explainFailure(failure) };
    case 'needs-network':
      return { fact: failure.host, sentence: explainFailure(failure) };
    case 'no-such-os-package':
    case 'os-package-conflict':
      return { fact: failure.packages.toSorted().join(','), sentence: explainFailure(failure) };
    case 'wrong-tag':
      return { fact: failure.tag, sentence: explainFailure(failure) };
    case 'needs-git-metadata':
    case 'no-wheel':
      return { fact: null, sentence: explainFailure(failure) };
    case 'backend-too-old':
      return ofWords(failure.message, 'the build backend is too old');
    case 'compile-error':
      return ofWords(failure.message, 'compiler error');
    case 'link-error':
      return ofWords(failure.message, 'linker error');
    case 'broken-metadata':
      return ofWords(failure.message, 'broken metadata');
    case 'backend-error':
      return ofWords(failure.message, 'the build backend failed');
    case 'import-failed':
      return ofWords(failure.message, 'import fails in the runtime image');
    case 'read-only-path':
      return ofWords(failure.path, 'writes outside its folder');
    case 'bad-wheel':
      return ofWords(failure.problem, 'bad wheel');
    case 'bad-protocol':
      return ofWords(failure.problem, 'the sandbox said something that its driver never says');
    case 'unknown':
      return ofWords(failure.line, 'failed');
    case 'unmet-requirement':
      return ofProject(failure.requirement, 'build requirement not to be had');
    case 'requirement-failed':
      return ofProject(failure.requirement, 'build requirement could not be built');
    case 'requirement-cycle':
      return ofProject(failure.requirement, 'build requirement that requires the build itself');
    case 'unresolved-library':
      return { fact: failure.soname, sentence: `no OS package of the image provides ${failure.soname}` };
    case 'out-of-memory':
      return { fact: null, sentence: 'out of memory' };
    case 'out-of-disk':
      return { fact: null, sentence: 'out of disk' };
    case 'too-many-processes':
      return { fact: null, sentence: 'too many processes' };
    case 'timeout':
      return { fact: null, sentence: 'not done in time' };
    case 'silence':
      return { fact: null, sentence: 'no output for too long' };
    case 'patch-failed':
      return { fact: null, sentence: "the recipe's patch does not apply" };
    case 'several-wheels':
      return { fact: null, sentence: 'the build left several wheels' };
    case 'wrong-name':
      return { fact: null, sentence: "the wheel has another project's name" };
    case 'wrong-version':
      return { fact: null, sentence: 'the wheel has another version' };
    case 'file-name-taken':
      return { fact: null, sentence: 'the index has another file of that name' };
    case 'no-file-index':
      return { fact: null, sentence: "the target's OS packages could not be listed" };
    case 'worker-lost':
      return { fact: null, sentence: 'workers were lost while they ran this' };
  }
}

function ofWords(text: string, title: string): Description {
  const words = withoutPlaces(text);
  return words === '' ? { fact: null, sentence: title } : { fact: words, sentence: `${title}: ${words}` };
}

function ofProject(requirement: string, title: string): Description {
  const [, name] = /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)/.exec(requirement) ?? [];
  if (name === undefined) return { fact: null, sentence: title };
  const project = name.toLowerCase().replaceAll(/[-_.]+/g, '-');
  return { fact: project, sentence: `${title}: ${project}` };
}

/** A compiler's or backend's words without what differs from project to project: folders, positions, addresses, counts. */
const withoutPlaces = (text: string): string =>
  text
    .slice(0, 2000)
    .replaceAll(/\u001b\[[\d;]*m/g, '')
    .replaceAll(/[‘’`]/g, "'")
    .replaceAll(/(?<![\w.])(?:\/[\w.+@~-]+)+\/([\w.+@~-]+)/g, '$1')
    .replaceAll(/:\d+(?::\d+)?(?=[:\s]|$)/g, '')
    .replaceAll(/\b0x[0-9a-f]+\b/gi, 'N')
    .replaceAll(/(?<![\w.])\d+(?![\w.]*\w)/g, 'N');

/** One line, and never half of a character. */
const bounded = (text: string): string =>
  text
    .replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .slice(0, longestCause)
    .replace(/[\ud800-\udbff]$/, '')
    .toWellFormed();
