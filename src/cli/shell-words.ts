/** A word as a POSIX shell takes it; plain ones stay as they are. */
export const quoteWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

export const renderCommand = (words: readonly string[]): string => words.map(quoteWord).join(' ');

/** A long command, a flag with its value a line. */
export function renderLongCommand(head: readonly string[], flags: readonly string[]): readonly string[] {
  const groups: string[][] = [[...head]];
  for (const word of flags) {
    const last = groups.at(-1);
    if (word.startsWith('--') || last === undefined || last.length > 1) groups.push([word]);
    else last.push(word);
  }
  return groups.map((words, index) => {
    const line = `${index === 0 ? '' : '  '}${renderCommand(words)}`;
    return index === groups.length - 1 ? line : `${line} \\`;
  });
}
