/** Lines are read up to here. */
const longestRead = 4096;

/** A line without colours, without what build machines write before it, and without the frame and indentation that pip draws around a build's output. */
export const tidyLine = (raw: string): string =>
  raw
    .slice(0, longestRead)
    // oxlint-disable-next-line no-control-regex -- colours are control characters
    .replace(/\u001b\[[\d;]{0,20}[A-Za-z]/g, '')
    .replace(/^(?:#\d{1,4} \d{1,6}\.\d{1,3} |\d{4}-\d\d-\d\dT[\d:.]{8,20}Z )/, '')
    .replace(/^[\s│]+/, '')
    .trimEnd();
