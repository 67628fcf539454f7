import { isFinal, type BuildStateName } from '../../domain/build-state.ts';

/** What the icon of the tab says: that a build is under way, how it ended, or that something has failed. */
export type TabSign = 'none' | 'busy' | 'good' | 'bad';

export function signOf(state: BuildStateName): TabSign {
  if (!isFinal(state)) return 'busy';
  if (state === 'succeeded') return 'good';
  return state === 'cancelled' ? 'none' : 'bad';
}

/** A shape for each besides its colour: a ring, a tick, a cross. */
const marks: Readonly<Record<TabSign, string>> = {
  none: '',
  busy: '<circle cx="23" cy="23" r="6" fill="none" stroke="#1a55b8" stroke-width="5"/>',
  good: '<circle cx="23" cy="23" r="9" fill="#17693a"/><path d="m18 23 4 4 6-8" fill="none" stroke="#fff" stroke-width="3"/>',
  bad: '<circle cx="23" cy="23" r="9" fill="#b3202c"/><path d="m19 19 8 8m0-8-8 8" stroke="#fff" stroke-width="3"/>',
};

const wheel =
  '<circle cx="16" cy="16" r="13" fill="none" stroke="#2f6fdb" stroke-width="4"/><circle cx="16" cy="16" r="3" fill="#2f6fdb"/><path d="M16 3v26M3 16h26M6.800 6.800l18.400 18.400M25.200 6.800 6.800 25.200" stroke="#2f6fdb" stroke-width="1.500"/>';

/** The address of an image of its own: the policy of the page lets it have such. */
export const drawIcon = (sign: TabSign): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${wheel}${marks[sign]}</svg>`,
  )}`;
