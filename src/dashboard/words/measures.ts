const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `8 ms`, `0.4 s`, `12 s`, `3 min 5 s`, `2 h 7 min`. */
export function renderDuration(milliseconds: number): string {
  const time = Math.max(0, milliseconds);
  if (time < 100) return `${Math.round(time)} ms`;
  if (time < 10 * second) return `${(time / second).toFixed(1)} s`;
  if (time < minute) return `${Math.floor(time / second)} s`;
  if (time < hour) return `${Math.floor(time / minute)} min ${Math.floor((time % minute) / second)} s`;
  return `${Math.floor(time / hour)} h ${Math.floor((time % hour) / minute)} min`;
}

/** How long ago, in one unit. A clock that is ahead of ours makes `0 s`, never a future. */
export function renderAge(at: number, now: number): string {
  const age = Math.max(0, now - at);
  if (age < minute) return `${Math.floor(age / second)} s`;
  if (age < hour) return `${Math.floor(age / minute)} min`;
  if (age < 2 * day) return `${Math.floor(age / hour)} h`;
  return `${Math.floor(age / day)} d`;
}

/** `2026-11-21 04:31:19`, in UTC, as in the log. */
export const renderTime = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** `04:31:19.204`, in UTC. */
export const renderClock = (at: number): string => new Date(at).toISOString().slice(11, 23);

export function renderBytes(bytes: number): string {
  const kibibytes = bytes / 1024;
  if (kibibytes < 1) return `${bytes} B`;
  if (kibibytes < 1024) return `${kibibytes.toFixed(kibibytes < 10 ? 1 : 0)} KiB`;
  const mebibytes = kibibytes / 1024;
  return mebibytes < 1024 ? `${mebibytes.toFixed(1)} MiB` : `${(mebibytes / 1024).toFixed(1)} GiB`;
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
