import type { Place } from './log-rows.ts';

/** `#L2.124`: the line that is shown as 124 (they count from 1) of the build's second attempt. */
export function readLineAddress(hash: string, build: number): Place | null {
  const [, attempt, line] = /^#L([1-9]\d{0,5})\.([1-9]\d{0,11})$/.exec(hash) ?? [];
  return attempt === undefined || line === undefined
    ? null
    : { attempt: `${build}.${attempt}`, number: Number(line) - 1 };
}

export const lineAddress = ({ attempt, number }: Place): string =>
  `#L${attempt.split('.')[1] ?? ''}.${number + 1}`;

/** `#L2`: where the second attempt begins. */
export const attemptAddress = (attempt: string): string => `#L${attempt.split('.')[1] ?? ''}`;

export function readAttemptAddress(hash: string, build: number): string | null {
  const [, attempt] = /^#L([1-9]\d{0,5})$/.exec(hash) ?? [];
  return attempt === undefined ? null : `${build}.${attempt}`;
}

/** The line that the diagnosis rests on, wherever it stands. */
export const causeAddress = '#cause';
