import type { Weight } from './diagnosis/rule.ts';
import type { Found } from './diagnosis/weigh-cause.ts';
import type { Failure } from './failure.ts';
import type { Limits } from './limits.ts';
import { missingOf, uniqueMissing, type Missing } from './missing.ts';
import { readBuildLog, type BuildLogReading } from './read-build-log.ts';

export type DiagnosisContext = { readonly exitCode: number | null; readonly limits: Limits };

export type Diagnosis = {
  readonly failure: Failure;
  /** All that the log says was looked for and not there, the likeliest cause first. */
  readonly missing: readonly Missing[];
};

/** How far before the end of the log something may have run out and still be why all that follows failed. */
const exhaustionReach = 200;
/** How far before an error in prose a cause may stand. A wrapper's `command failed` can be any distance away. */
const causeReach = 400;
/** How far before an error that says nothing of it a try may stand that went wrong. */
const probeReach = 40;
/** A traceback through urllib is about 60 lines long. */
const hostReach = 120;
const mostMissing = 40;

/** Makes one failure of the lines that a failed build printed, and a list of all that they say was missing. */
export function diagnose(lines: readonly string[], { exitCode, limits }: DiagnosisContext): Diagnosis {
  const reading = readBuildLog(lines, limits);
  const failure = whyFailed(reading, exitCode);
  return { failure, missing: whatLacked(reading, failure) };
}

/**
 * Builds probe: they miss things and go on, so neither the first nor any one line is the cause. What counts, in this
 * order: something that ran out near the end; the last cause that somebody gave up over; the last try that went wrong,
 * if what followed may be due to it; the last error in prose; the last line.
 */
export function whyFailed(reading: BuildLogReading, exitCode: number | null): Failure {
  const { exhaustion, cause, probe, error, wrapper, linkFailure, count } = reading;
  if (exhaustion !== null && count - exhaustion.at <= exhaustionReach) return exhaustion.failure;
  if (cause !== null && (error === null || error.at - cause.at <= causeReach))
    return withHost(cause, reading);
  if (probe !== null && mayBeDueTo(probe, reading)) return withHost(probe, reading);
  if (linkFailure !== null) return { kind: 'link-error', message: linkFailure, line: linkFailure };
  const said = error ?? wrapper;
  if (said !== null) return { kind: 'backend-error', message: said.message, line: said.line };
  return { kind: 'unknown', exitCode, line: reading.lastLine };
}

/** `failure`: what became of the build, whose own causes come first; null: it went well. What was only tried comes last. */
export function whatLacked(reading: BuildLogReading, failure: Failure | null): readonly Missing[] {
  const latestFirst = reading.lacks.toReversed();
  const ofWeight = (weight: Weight) =>
    latestFirst.filter((lack) => lack.weight === weight).map(({ missing }) => missing);
  const own = failure === null ? [] : missingOf(failure);
  return uniqueMissing([...own, ...ofWeight('cause'), ...ofWeight('probe'), ...ofWeight('hint')]).slice(
    0,
    mostMissing,
  );
}

/** An error that speaks of something missing, or of a value that no one foresaw, is what a try that went wrong leads to. */
function mayBeDueTo(probe: Found, { error, wrapper, lastLine, count }: BuildLogReading): boolean {
  const end = wrapper !== null && wrapper.at > probe.at ? wrapper.at : count;
  if (error === null || error.at <= probe.at) return end - probe.at <= causeReach;
  const words = missingOf(probe.failure).map(({ name }) => name.toLowerCase());
  const said = `${error.line} ${lastLine}`.toLowerCase();
  if (words.some((word) => word.length > 2 && said.includes(word))) return true;
  if (error.at - probe.at > probeReach) return false;
  return speaksOfLack.test(error.line) || isUnforeseen.test(error.line);
}

const speaksOfLack =
  /not found|could not|couldn't|can(?:no|')t|unable to|missing|install|requir|not available|depend|no such|pkg-config|no valid|can not/i;
const isUnforeseen =
  /^(?:\w+\.)*(?:IndexError|ValueError: (?:not enough|invalid literal)|TypeError|KeyError|AttributeError|UnicodeDecodeError|StopIteration|UnboundLocalError|NameError|subprocess\.)/;

function withHost({ failure, at }: Found, { url }: BuildLogReading): Failure {
  if (failure.kind !== 'needs-network' || failure.host !== null || url === null) return failure;
  return at - url.at <= hostReach ? { ...failure, host: url.host } : failure;
}
