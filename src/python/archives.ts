import type { Archives } from '../farm/ports.ts';
import { defaultSdistLimits, defaultWheelLimits, type ArchiveLimits } from './archive-limits.ts';
import { digestWheel } from './digest-wheel.ts';
import { inspectSdist } from './inspect-sdist.ts';
import { inspectWheel } from './inspect-wheel.ts';
import { listOfferedSymbols, listWantedSymbols } from './list-symbols.ts';
import { retagWheel } from './retag-wheel.ts';

export const openArchives = (
  limits: { readonly sdist: ArchiveLimits; readonly wheel: ArchiveLimits } = {
    sdist: defaultSdistLimits,
    wheel: defaultWheelLimits,
  },
): Archives => ({
  inspectSdist: (file, claim) => inspectSdist(file, { claim, limits: limits.sdist }),
  inspectWheel: (file) => inspectWheel(file, limits.wheel),
  digestWheel: (file) => digestWheel(file, limits.wheel),
  listWantedSymbols: (file) => listWantedSymbols(file, limits.wheel),
  listOfferedSymbols,
  retagWheel: (file, how) => retagWheel(file, { ...how, limits: limits.wheel }),
});
