/** One log event as people read it: `12:30:01.250 info  server-started url=http://…`. Takes and gives one line. */
export function renderLogLine(line: string): string {
  const { level, time, event, kind, msg, pid: _pid, hostname: _hostname, err, ...facts } = JSON.parse(line);
  const clock = new Date(time).toISOString().slice(11, 23);
  const name = levels[level] ?? String(level);
  const told = Object.entries(facts).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const words = [event ?? kind, msg === kind ? undefined : msg, ...told, err?.message].filter(
    (word) => word !== undefined,
  );
  return `${clock} ${name} ${words.join(' ')}\n`.replaceAll(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g,
    ' ',
  );
}

const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info ',
  40: 'warn ',
  50: 'error',
  60: 'fatal',
};
