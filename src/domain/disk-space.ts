export type Space = { readonly totalBytes: number; readonly freeBytes: number };

export type SpaceState = 'well' | 'low' | 'critical';

const gibibyte = 1024 ** 3;

/**
 * Whether a disk should be seen to. `low`: a day's work may fill it; `critical`: the next builds may. Small disks are judged
 * by their share, large ones by what a few builds take.
 */
export function judgeSpace({ totalBytes, freeBytes }: Space): SpaceState {
  if (freeBytes < Math.min(2 * gibibyte, totalBytes * 0.03)) return 'critical';
  return freeBytes < Math.min(20 * gibibyte, totalBytes * 0.1) ? 'low' : 'well';
}
