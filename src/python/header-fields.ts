/** Fields of an email-style header by lower-case name, in file order. */
export type HeaderFields = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the header of PKG-INFO, METADATA or WHEEL up to the first empty line. Folded lines are joined; a line that is
 * no field is passed over, since old tools wrote summaries with line ends in them.
 */
export function parseHeaderFields(text: string): HeaderFields {
  const fields = new Map<string, string[]>();
  let values: string[] | null = null;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    if (line === '') break;
    const match = /^([A-Za-z0-9-]{1,64}):(.*)$/.exec(line);
    if (match) {
      const [, name = '', value = ''] = match;
      values = fields.get(name.toLowerCase()) ?? [];
      fields.set(name.toLowerCase(), values);
      values.push(value.trim());
    } else if (/^[ \t]/.test(line) && values !== null) {
      values.push(`${values.pop() ?? ''}\n${line.trim()}`);
    }
  }
  return fields;
}

/** Old tools wrote whatever encoding their machine had; names and versions are ASCII in all of them. */
export function decodeHeaderText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
