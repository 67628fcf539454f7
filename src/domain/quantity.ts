import { bad, ok, type Result } from './result.ts';

/** Sizes and durations as people write them in recipes: `512MiB`, `1.5GiB`, `20min`. A bare number is refused: of what? */

const bytesOf: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
const secondsOf: Readonly<Record<string, number>> = { s: 1, min: 60, h: 60 * 60 };

const quantityPattern = /^(\d{1,9}(?:\.\d{1,3})?) ?([A-Za-z]{1,3})$/;

/** Whole bytes. */
export const parseSize = (text: string): Result<number, string> =>
  parseQuantity(text, { units: bytesOf, problem: 'is not a size such as 512MiB or 1.5GiB' });

/** Whole seconds. */
export const parseDuration = (text: string): Result<number, string> =>
  parseQuantity(text, { units: secondsOf, problem: 'is not a duration such as 30s, 20min or 2h' });

function parseQuantity(
  text: string,
  { units, problem }: { units: Readonly<Record<string, number>>; problem: string },
): Result<number, string> {
  const [, amount = '', unit = ''] = quantityPattern.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return factor === undefined
    ? bad(`${JSON.stringify(text.slice(0, 40))} ${problem}`)
    : ok(Math.round(Number(amount) * factor));
}
