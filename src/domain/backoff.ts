/**
 * How long to wait after so many faults in a row, in milliseconds: twice as long each time, up to `most`, and by up to
 * half of that shorter by chance, so that those who failed together do not come back together.
 */
export function backoff(
  faults: number,
  of: { readonly first: number; readonly most: number; readonly random: () => number },
): number {
  const whole = Math.min(of.most, of.first * 2 ** Math.min(Math.max(faults - 1, 0), 30));
  return Math.round(whole / 2 + (whole / 2) * of.random());
}
