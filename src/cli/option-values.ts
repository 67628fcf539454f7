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

export const parseAttemptId = (text: string): string => {
  if (/^[1-9]\d{0,11}\.[1-9]\d{0,5}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be <build>.<number>, such as 17.2.');
};

/** For options that may be given several times. */
export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
