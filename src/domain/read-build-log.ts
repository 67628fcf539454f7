import { exhaustionRules } from './diagnosis/exhaustion-rules.ts';
import {
  cmakeError,
  cmakeWarning,
  compilerCommand,
  endOfWarning,
  fetchedUrl,
  frame,
  isAside,
  isMarks,
  isProgress,
  saidByPip,
  saidError,
  tracebackEnd,
  wrapper,
} from './diagnosis/line-signs.ts';
import { weighCause, type Cause, type Found } from './diagnosis/weigh-cause.ts';
import type { Rule, Weight } from './diagnosis/rule.ts';
import { extensionSkipped, extensionStarted } from './diagnosis/skipped-extension.ts';
import { causeRules } from './diagnosis-rules.ts';
import type { Failure } from './failure.ts';
import type { Limits } from './limits.ts';
import { missingOf, sameMissing, type Missing } from './missing.ts';
import { tidyLine } from './tidy-line.ts';

const longestQuoted = 500;
/** pkg-config says five lines about a module that is not there. */
const alternativesReach = 10;
const mostMissing = 200;
const mostSkipped = 40;
/** What stops a build stands near its end; near its start it says what it does without. */
const firstRead = 15_000;
const lastRead = 30_000;

type Said = { readonly message: string; readonly line: string; readonly at: number };
type Lack = { readonly missing: Missing; readonly weight: Weight };

/** What stands in a log, whatever came of the build. The last of each: builds stop soon after what stops them. */
export type BuildLogReading = {
  /** Lines so far, without those of tracebacks. */
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
  /** The last line that was not empty, and how far it stood in. */
  before: string;
  indent: number;
  compiler: number;
  extension: string | null;
  /** In the script through which pip calls a setup.py, which it prints after the failure. */
  isPipScript: boolean;
  /** In a warning of CMake, whose words are those of its errors. */
  isWarning: boolean;
  limits: Limits;
};

/** One pass over the lines of a build: the first ones and the last ones, some 40 µs each. */
export function readBuildLog(lines: readonly string[], limits: Limits): BuildLogReading {
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
    indent: 0,
    compiler: 0,
    extension: null,
    isPipScript: false,
    isWarning: false,
    limits,
  };
  const isLong = lines.length > firstRead + lastRead;
  const read = isLong ? [...lines.slice(0, firstRead), ...lines.slice(-lastRead)] : lines;
  for (const raw of read) {
    const text = tidyLine(raw);
    if (isMarks.test(text)) continue;
    const indent = raw.slice(0, 200).search(/[^\s│]/);
    const isCode = frame.test(seen.before) && indent > seen.indent && !text.startsWith('assert ');
    const isTrace = frame.test(text) || isCode;
    if (!isTrace) {
      if (text !== '') lookAt(text, seen);
      seen.count += 1;
    }
    if (text === '') continue;
    seen.before = text;
    seen.indent = indent;
  }
  return seen;
}

function lookAt(text: string, seen: Seen): void {
  const at = seen.count;
  const line = text.slice(0, longestQuoted);
  const host = fetchedUrl.exec(text)?.[1];
  if (host !== undefined) seen.url = { host: host.slice(0, 253), at };
  seen.isPipScript = /^full command: /i.test(text) || (seen.isPipScript && !text.startsWith('cwd: '));
  if (seen.isPipScript || saidByPip.test(text)) return;
  seen.lastLine = line;
  if (compilerCommand.test(text)) seen.compiler += 1;
  seen.extension = extensionStarted(text) ?? seen.extension;
  seen.isWarning = cmakeWarning.test(text) || (seen.isWarning && !endOfWarning.test(text));
  if (/\bld returned \d+ exit status|linker command failed/.test(text)) seen.linkFailure = line;
  noteSkipped(text, seen);
  if (isProgress.test(text) || isAside.test(text)) return;

  const exhaustion = firstMatch(exhaustionRules, text, seen);
  if (exhaustion !== null) seen.exhaustion = { failure: exhaustion.failure, at };
  const match = firstMatch(causeRules, text, seen);
  if (match !== null) {
    const weight = seen.isWarning ? 'hint' : match.rule.weight;
    for (const missing of [...missingOf(match.failure), ...match.also]) noteLack(seen, { missing, weight });
    if (weight === 'cause') seen.cause = weighCause(seen, { failure: match.failure, text });
    if (weight === 'probe') seen.probe = { failure: alternativeTo(seen, match.failure), at };
    if (weight === 'cause') return;
  }
  noteError({ text, line }, seen);
}

function noteError({ text, line }: { text: string; line: string }, seen: Seen): void {
  const message = (tracebackEnd.exec(text) ?? cmakeError.exec(text) ?? saidError.exec(text))?.[1];
  if (message === undefined) {
    // CMake says where in one line and what in the next.
    if (seen.error !== null && seen.before === seen.error.line && cmakeError.test(seen.before))
      seen.error = { ...seen.error, message: `${seen.error.message} ${line}`.slice(0, longestQuoted) };
    return;
  }
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

/** Who asks for one name after another takes them for the same thing; the first is the one most wished for. */
const alternativeTo = ({ probe, count }: Seen, failure: Failure): Failure =>
  probe !== null && probe.failure.kind === failure.kind && count - probe.at <= alternativesReach
    ? probe.failure
    : failure;
