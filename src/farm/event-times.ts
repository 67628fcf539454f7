/** How long it took from the moment that an upstream showed a release until its first file could be installed. */
export type EventTimes = {
  readonly add: (milliseconds: number) => void;
  /** Whoever counts them hears of each. */
  readonly onTime: (listener: (milliseconds: number) => void) => void;
};

export function openEventTimes(): EventTimes {
  const listeners = new Set<(milliseconds: number) => void>();
  return {
    add: (milliseconds) => listeners.forEach((listener) => listener(milliseconds)),
    onTime: (listener) => void listeners.add(listener),
  };
}
