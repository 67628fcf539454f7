import { InvalidArgumentError } from 'commander';

/** Values of options and arguments, parsed; what can't be meant ends as wrong usage. */

export const wholeNumber =
  (range: { readonly least: number; readonly most: number }) =>
  (text: string): number => {
    const number = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= range.least && number <= range.most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${range.least} to ${range.most}.`);
  };

/** The number of a build or of a token. */
export const parseId = (text: string): number => {
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number such as 17.');
};

export type BuildOrAttempt = { readonly build: number; readonly attempt: string | null };

/** `17`, or one attempt of it: `17.2`. */
export const parseBuildOrAttempt = (text: string): BuildOrAttempt => {
  const [, build] = /^([1-9]\d{0,11})(?:\.[1-9]\d{0,5})?$/.exec(text) ?? [];
  if (build !== undefined) return { build: Number(build), attempt: text === build ? null : text };
  throw new InvalidArgumentError('It must be a build such as 17, or an attempt such as 17.2.');
};

export const parseAttemptId = (text: string): string => {
  if (/^[1-9]\d{0,11}\.[1-9]\d{0,5}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be <build>.<number>, such as 17.2.');
};

/** What failed builds have in common; a number is a place in the list of `wheelyard failures`. */
export const parseCause = (text: string): string => {
  if (text.length >= 1 && text.length <= 200) return text;
  throw new InvalidArgumentError('It must be a cause such as missing-program:cargo, or its number.');
};

/** For options that may be given several times. */
export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
