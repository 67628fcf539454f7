import { causeRules, exhaustionRules, type Rule } from './diagnosis-rules.ts';
import type { Failure } from './failure.ts';
import type { Limits } from './limits.ts';

export type DiagnosisContext = { readonly exitCode: number | null; readonly limits: Limits };

/** Lines are read up to here; what they quote is cut further. */
const longestRead = 4096;
const longestQuoted = 500;

/** How far before the end of the log something may have run out and still be why all that follows failed. */
const exhaustionReach = 200;
/** How far before an error in prose a cause may stand. A compiler's error counts from anywhere: a wrapper's `command failed` can be far. */
const causeReach = 400;
/** A traceback through urllib is about 60 lines long. */
const hostReach = 120;

/**
 * Makes one failure of the lines that a failed build printed. Builds probe: they miss things and go on, so neither the
 * first nor any one line is the cause. What counts, in this order: something that ran out near the end; the last cause
 * that has a name; the last error in prose; the last line.
 */
export function diagnose(lines: Iterable<string>, context: DiagnosisContext): Failure {
  const seen = lookThrough(lines, context.limits);
  const { exhaustion, cause, error } = seen;
  if (exhaustion !== null && seen.count - exhaustion.at <= exhaustionReach) return exhaustion.failure;
  if (cause !== null && (error === null || error.isWrapper || error.at - cause.at <= causeReach)) {
    return withHost(cause, seen.url);
  }
  if (seen.linkFailure !== null)
    return { kind: 'link-error', message: seen.linkFailure, line: seen.linkFailure };
  if (error !== null) return { kind: 'backend-error', message: error.message, line: error.line };
  return { kind: 'unknown', exitCode: context.exitCode, line: seen.lastLine };
}

type Found = { readonly failure: Failure; readonly at: number };
/** `compiler`: which run of a compiler it was said by or after. */
type Cause = Found & { readonly compiler: number };

type Seen = {
  /** Lines so far. */
  count: number;
  exhaustion: Found | null;
  cause: Cause | null;
  /** Runs of a compiler so far. */
  compiler: number;
  /** The last line that says `error`, in prose. A wrapper only says that a command failed. */
  error: { message: string; line: string; at: number; isWrapper: boolean } | null;
  linkFailure: string | null;
  url: { host: string; at: number } | null;
  lastLine: string;
};

function lookThrough(lines: Iterable<string>, limits: Limits): Seen {
  const seen: Seen = {
    count: 0,
    exhaustion: null,
    cause: null,
    compiler: 0,
    error: null,
    linkFailure: null,
    url: null,
    lastLine: 'no output',
  };
  for (const raw of lines) {
    const text = tidy(raw);
    if (text !== '') lookAt(text, { seen, limits });
    seen.count += 1;
  }
  return seen;
}

function lookAt(text: string, { seen, limits }: { seen: Seen; limits: Limits }): void {
  const at = seen.count;
  const line = text.slice(0, longestQuoted);
  const host = fetchedUrl.exec(text)?.[1];
  if (host !== undefined) seen.url = { host: host.slice(0, 253), at };
  if (saidByPip.test(text)) return;
  seen.lastLine = line;
  if (/\bld returned \d+ exit status/.test(text)) seen.linkFailure = line;

  const exhaustion = firstMatch(exhaustionRules, { text, limits });
  if (exhaustion !== null) seen.exhaustion = { failure: exhaustion, at };
  const failure = firstMatch(causeRules, { text, limits });
  if (compilerCommand.test(text)) seen.compiler += 1;
  if (failure !== null)
    seen.cause = isSameRun(seen, failure) ? { ...seen.cause, at } : { failure, at, compiler: seen.compiler };

  const message = (tracebackEnd.exec(text) ?? cmakeError.exec(text) ?? saidError.exec(text))?.[1]?.slice(
    0,
    longestQuoted,
  );
  if (message !== undefined) seen.error = { message, line, at, isWrapper: wrapper.test(text) };
}

/** `fetch`, `urlopen` and the like beside an address. */
const fetchedUrl =
  /(?:urlopen|urlretrieve|download|fetch|clon|connect|request|GET|url).{0,200}?https?:\/\/([\w.-]+)/i;

/** pip's own words around a build: they name no cause. */
const saidByPip =
  /^(?:error: subprocess-exited-with-error|error: metadata-generation-failed|ERROR: Failed (?:building|to build)|Failed to build |Failed building|note: |hint: |\[end of output\]|× |exit code: \d|╰─>|Cleaning up|Processing \/|Running command |Preparing metadata|Getting requirements to build|Building wheel|Removed |pip\._internal\.|Full command:|cwd:)/;

/** `package.SomeError: message`, as a traceback ends. */
const tracebackEnd = /^(?:[A-Za-z_]\w*\.)*([A-Z]\w*(?:Error|Exception|Exit|Unavailable|Interrupt): .+)/;
const cmakeError = /^(CMake Error.{0,10} at .+)/;
const saidError = /^(?:\S{1,200}: |\.\. )?(?:fatal )?(?:error|ERROR|Error)\b[^:]{0,200}::? ?(.+)/;

/** Says that a command failed, not why. */
const wrapper =
  /failed with exit (?:code|status)|returned non-zero exit status|build stopped|\*\*\* \[|CalledProcessError|CompileError|LinkError|InstallationSubprocessError/;

const compilerCommand = /^\S{0,200}(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+)(?:-\d+)? .*\s-c\s/;

/** A compiler that stumbles says so many times, of a file and of those that it includes; the first time says why. */
const isSameRun = (seen: Seen, failure: Failure): seen is Seen & { cause: Cause } =>
  seen.cause?.failure.kind === 'compile-error' &&
  failure.kind === 'compile-error' &&
  (seen.cause.failure.file === failure.file || seen.cause.compiler === seen.compiler);

function firstMatch(
  rules: readonly Rule[],
  { text, limits }: { text: string; limits: Limits },
): Failure | null {
  for (const { pattern, toFailure } of rules) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [found = '', second = ''] = match.slice(1).map((part) => part?.slice(0, longestQuoted));
    return toFailure({ found, second, line: text.slice(0, longestQuoted), limits });
  }
  return null;
}

/** Without colours, and without the frame and indentation that pip draws around a build's output. */
const tidy = (raw: string): string =>
  raw
    .slice(0, longestRead)
    // oxlint-disable-next-line no-control-regex -- colours are control characters
    .replace(/\u001b\[[\d;]{0,20}[A-Za-z]/g, '')
    .replace(/^[\s│]+/, '')
    .trimEnd();

function withHost(cause: Cause, url: Seen['url']): Failure {
  const { failure } = cause;
  if (failure.kind !== 'needs-network' || failure.host !== null || url === null) return failure;
  return cause.at - url.at <= hostReach ? { ...failure, host: url.host } : failure;
}
