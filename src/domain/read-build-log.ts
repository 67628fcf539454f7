import { exhaustionRules } from './diagnosis/exhaustion-rules.ts';
import type { Rule, Weight } from './diagnosis/rule.ts';
import { extensionSkipped, extensionStarted } from './diagnosis/skipped-extension.ts';
import { causeRules } from './diagnosis-rules.ts';
import type { Failure } from './failure.ts';
import type { Limits } from './limits.ts';
import { missingOf, sameMissing, type Missing } from './missing.ts';
import { tidyLine } from './tidy-line.ts';

const longestQuoted = 500;
const mostMissing = 200;
const mostSkipped = 40;

export type Found = { readonly failure: Failure; readonly at: number };
/** `compiler`: which run of a compiler it was said by or after; `file`: which file a compiler spoke of. */
export type Cause = Found & { readonly compiler: number; readonly file: string | null };
type Said = { readonly message: string; readonly line: string; readonly at: number };
type Lack = { readonly missing: Missing; readonly weight: Weight };

/** What stands in a log, whatever came of the build. The last of each: builds stop soon after what stops them. */
export type BuildLogReading = {
  /** Lines so far. */
  readonly count: number;
  readonly exhaustion: Found | null;
  readonly cause: Cause | null;
  readonly probe: Found | null;
  /** An error in prose; a wrapper only says that a command failed. */
  readonly error: Said | null;
  readonly wrapper: Said | null;
  readonly linkFailure: string | null;
  readonly url: { readonly host: string; readonly at: number } | null;
  readonly lastLine: string;
  /** In the order of the log; each once, where it was said last. */
  readonly lacks: readonly Lack[];
  readonly skippedExtensions: readonly string[];
};

type Seen = { -readonly [Key in keyof BuildLogReading]: BuildLogReading[Key] } & {
  lacks: Lack[];
  skippedExtensions: string[];
  before: string;
  compiler: number;
  extension: string | null;
  /** In a warning of CMake, whose words are those of its errors. */
  isWarning: boolean;
  limits: Limits;
};

/** One pass over the lines of a build, as many as its log kept. */
export function readBuildLog(lines: Iterable<string>, limits: Limits): BuildLogReading {
  const seen: Seen = {
    count: 0,
    exhaustion: null,
    cause: null,
    probe: null,
    error: null,
    wrapper: null,
    linkFailure: null,
    url: null,
    lastLine: 'no output',
    lacks: [],
    skippedExtensions: [],
    before: '',
    compiler: 0,
    extension: null,
    isWarning: false,
    limits,
  };
  for (const raw of lines) {
    const text = tidyLine(raw);
    if (text !== '' && !isMarks.test(text)) {
      lookAt(text, seen);
      seen.before = text;
    }
    seen.count += 1;
  }
  return seen;
}

function lookAt(text: string, seen: Seen): void {
  const at = seen.count;
  const line = text.slice(0, longestQuoted);
  const host = fetchedUrl.exec(text)?.[1];
  if (host !== undefined) seen.url = { host: host.slice(0, 253), at };
  if (saidByPip.test(text)) return;
  seen.lastLine = line;
  if (compilerCommand.test(text)) seen.compiler += 1;
  seen.extension = extensionStarted(text) ?? seen.extension;
  seen.isWarning = cmakeWarning.test(text) || (seen.isWarning && !endOfWarning.test(text));
  if (/\bld returned \d+ exit status|linker command failed/.test(text)) seen.linkFailure = line;
  noteSkipped(text, seen);
  if (!mayTell.test(text)) return;

  const exhaustion = firstMatch(exhaustionRules, text, seen);
  if (exhaustion !== null) seen.exhaustion = { failure: exhaustion.failure, at };
  const match = firstMatch(causeRules, text, seen);
  if (match !== null) {
    const weight = seen.isWarning ? 'hint' : match.rule.weight;
    for (const missing of [...missingOf(match.failure), ...match.also]) noteLack(seen, { missing, weight });
    if (weight === 'cause') seen.cause = weigh(seen, { failure: match.failure, text });
    if (weight === 'probe') seen.probe = { failure: match.failure, at };
    if (weight === 'cause') return;
  }
  noteError({ text, line }, seen);
}

function noteError({ text, line }: { text: string; line: string }, seen: Seen): void {
  const message = (tracebackEnd.exec(text) ?? cmakeError.exec(text) ?? saidError.exec(text))?.[1];
  if (message === undefined) return;
  const said = { message: message.slice(0, longestQuoted), line, at: seen.count };
  if (wrapper.test(text)) seen.wrapper = said;
  else seen.error = said;
}

/** An extension that is left out takes the causes of its failure with it: they were no cause of what fails later. */
function noteSkipped(text: string, seen: Seen): void {
  const skipped = extensionSkipped(text, seen.extension);
  if (skipped === null) return;
  const { skippedExtensions } = seen;
  if (!skippedExtensions.includes(skipped) && skippedExtensions.length < mostSkipped)
    skippedExtensions.push(skipped);
  if (seen.cause !== null) seen.probe = seen.cause;
  seen.cause = null;
  seen.error = null;
}

function noteLack(seen: Seen, lack: Lack): void {
  const { lacks } = seen;
  const index = lacks.findIndex(({ missing }) => sameMissing(missing, lack.missing));
  const weight = lacks[index]?.weight === 'cause' ? 'cause' : lack.weight;
  if (index >= 0) lacks.splice(index, 1);
  lacks.push({ missing: lack.missing, weight });
  if (lacks.length > mostMissing) lacks.shift();
}

type Match = { readonly rule: Rule; readonly failure: Failure; readonly also: readonly Missing[] };

function firstMatch(rules: readonly Rule[], text: string, { before, limits }: Seen): Match | null {
  for (const rule of rules) {
    const match = rule.pattern.exec(text);
    if (match === null || rule.after?.test(before) === false) continue;
    const [found = '', second = ''] = match.slice(1).map((part) => part?.slice(0, longestQuoted));
    const finding = { found, second, line: text.slice(0, longestQuoted), limits };
    const failure = rule.toFailure(finding);
    if (failure !== null) return { rule, failure, also: rule.also(finding) };
  }
  return null;
}

/** A compiler that stumbles says so many times, of a file and of those that it includes; the first time says why. */
function weigh(seen: Seen, { failure, text }: { failure: Failure; text: string }): Cause {
  const file = compiledFile.exec(text)?.[1] ?? null;
  const fresh: Cause = { failure, at: seen.count, compiler: seen.compiler, file };
  const old = seen.cause;
  if (old === null || !isCompiler(old.failure) || !isCompiler(failure)) return fresh;
  if (old.file !== file && old.compiler !== seen.compiler) return fresh;
  // Of a file for another Python, the first error is often one of the many that follow from that.
  const isMoreTelling = old.failure.kind === 'compile-error' && failure.kind !== 'compile-error';
  return isMoreTelling ? fresh : { ...old, at: seen.count };
}

const isCompiler = ({ kind }: Failure): boolean =>
  kind === 'compile-error' || kind === 'python-too-new' || kind === 'python-too-old';

const compiledFile = /^([^\s:][^:]*):\d+:(?:\d+:)? (?:fatal )?error: /;

/** Lines without any of these words are no news; most lines of a log have none. */
const mayTell =
  /err(?:or)?\b|error|exception|fatal|fail|not |n't|n’t|no such|missing|cannot|could|unable|requir|install|need|must|please|make sure|checking for|: no\b|\bno\b|without|killed|exhausted|memory|space left|quota|unavailable|network|resolve|wants?|assert|has no|undefined|unknown|without|unsupported|^[-*"] ?|-->|\.pyx|relocation|multiple definition|is .* installed|because|version|invalid|only|does|doesn|provid|prefix|conflict|offline|wrap|retries|host|lookup|linker|read-only|permission|unrecognized|extra keys|^\S+: \S+: /i;

/** Carets below a line of code. */
const isMarks = /^[\s^~|+-]+$/;

const cmakeWarning = /^CMake (?:Deprecation )?Warning/;
const endOfWarning = /^(?:-- |CMake Error|Call Stack|Traceback)/;

/** `fetch`, `urlopen` and the like beside an address. */
const fetchedUrl =
  /(?:urlopen|urlretrieve|download|fetch|clon|connect|request|GET|url|updat|access|retriev).{0,200}?https?:\/\/([\w.-]+)/i;

/** pip's and uv's own words around a build: they name no cause. */
const saidByPip =
  /^(?:error: subprocess-exited-with-error|error: metadata-generation-failed|error: legacy-install-failure|ERROR: Failed (?:building|to build)|ERROR: Could not build wheels|ERROR: Command errored out|ERROR: Encountered error|ERROR Backend subprocess exited|Failed to build |Failed building|note: |hint: |\[end of output\]|\[notice\]|× |├─▶|╰─▶|exit code: \d|╰─>|Cleaning up|Processing \/|Running command |Preparing metadata|Getting requirements to build|Building wheel|Removed |pip\._internal\.|Full command:|cwd:|command: |Complete output)/;

/** `package.SomeError: message`, as a traceback ends. */
const tracebackEnd =
  /^(?:[A-Za-z_]\w*\.)*([A-Z]\w*(?:Error|Exception|Exit|Unavailable|Interrupt|Failure|Failed|NotFound|Conflict|Invalid|Warning(?=: error)): .+|(?:Exception|SystemExit): .+)/;
const cmakeError = /^(CMake Error.{0,10} at .+)/;
const saidError = /^(?:\S{1,200}: |\.\. )?(?:fatal )?(?:error|ERROR|Error|Caused by)\b[^:]{0,200}::? ?(.+)/;

/** Says that a command failed, not why. */
const wrapper =
  /failed with exit (?:code|status)|returned non-zero exit status|returned a non-zero|build stopped|\*\*\* \[|CalledProcessError|CompileError|LinkError|InstallationSubprocessError|SKBuildError|CMake build failed|CMake configur\w+ failed|could not compile|aborting due to|linking with `|process didn't exit successfully|failed to run custom build command|exited with (?:an error|status|code)|ERROR: Full log|Failed .{1,20} step|[Cc]ompilation (?:failed|aborted)|[Ff]ailed to compile\b|Backend subprocess|maturin failed|Configuring incomplete|exit status \d|FAILED:|Problem encountered: command failed|subprocess exited|Build failed/;

const compilerCommand = /^\S{0,200}(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+)(?:-\d+)? .*\s-c\s/;
