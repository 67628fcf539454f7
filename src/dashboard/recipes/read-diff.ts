import { structuredPatch } from 'diff';

/** A line of a unified diff, with its number before and after; null: it is not there then. */
export type DiffLine = {
  readonly kind: 'kept' | 'added' | 'removed';
  readonly before: number | null;
  readonly after: number | null;
  readonly text: string;
};

export type DiffHunk = { readonly head: string; readonly lines: readonly DiffLine[] };

const keptAround = 3;

/** What differs between two texts, with three lines around each place. */
export function readDiff(before: string, after: string): readonly DiffHunk[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: keptAround });
  return hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => {
    let [old, present] = [oldStart, newStart];
    return {
      head: `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
      lines: lines.flatMap((line): readonly DiffLine[] => {
        const text = line.slice(1);
        if (line.startsWith('+')) return [{ kind: 'added', before: null, after: present++, text }];
        if (line.startsWith('-')) return [{ kind: 'removed', before: old++, after: null, text }];
        // `\ No newline at end of file` is no line of either.
        if (line.startsWith('\\')) return [];
        return [{ kind: 'kept', before: old++, after: present++, text }];
      }),
    };
  });
}
