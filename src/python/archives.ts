import type { Archives } from '../farm/ports.ts';
import { defaultSdistLimits, defaultWheelLimits, type ArchiveLimits } from './archive-limits.ts';
import { inspectSdist } from './inspect-sdist.ts';
import { inspectWheel } from './inspect-wheel.ts';

export const openArchives = (
  limits: { readonly sdist: ArchiveLimits; readonly wheel: ArchiveLimits } = {
    sdist: defaultSdistLimits,
    wheel: defaultWheelLimits,
  },
): Archives => ({
  inspectSdist: (file, claim) => inspectSdist(file, { claim, limits: limits.sdist }),
  inspectWheel: (file) => inspectWheel(file, limits.wheel),
});
