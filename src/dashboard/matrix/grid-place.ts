/** A cell of a grid. */
export type Place = { readonly row: number; readonly column: number };

const pageRows = 20;

/** Where a key leads from a cell; null: it is not for the grid. As WAI-ARIA's grid pattern says. */
export function nextPlace(
  { row, column }: Place,
  { key, ctrlKey }: { readonly key: string; readonly ctrlKey: boolean },
  size: { readonly rows: number; readonly columns: number },
): Place | null {
  const bound = (place: Place): Place => ({
    row: Math.max(0, Math.min(size.rows - 1, place.row)),
    column: Math.max(0, Math.min(size.columns - 1, place.column)),
  });
  switch (key) {
    case 'k':
    case 'ArrowUp':
      return bound({ row: row - 1, column });
    case 'j':
    case 'ArrowDown':
      return bound({ row: row + 1, column });
    case 'ArrowLeft':
      return bound({ row, column: column - 1 });
    case 'ArrowRight':
      return bound({ row, column: column + 1 });
    case 'PageUp':
      return bound({ row: row - pageRows, column });
    case 'PageDown':
      return bound({ row: row + pageRows, column });
    case 'Home':
      return bound({ row: ctrlKey ? 0 : row, column: 0 });
    case 'End':
      return bound({ row: ctrlKey ? size.rows : row, column: size.columns });
    default:
      return null;
  }
}
