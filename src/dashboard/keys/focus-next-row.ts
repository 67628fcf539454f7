const rows = 'main :is(tbody tr, .found li, .index-projects li, .clusters li, .index-tree li)';

/** Goes to the link of the next row of what the page lists, or of the one before. */
export function focusNextRow(step: 1 | -1): void {
  const all = [...document.querySelectorAll(rows)].filter((row) => linkOf(row) !== null);
  const at = all.findLastIndex((row) => row.contains(document.activeElement));
  // A grid says itself where the keyboard enters it.
  const entry = document.querySelector<HTMLElement>('main [role=grid] a[tabindex="0"]');
  if (at === -1 && entry !== null) return entry.focus();
  const next = at === -1 ? all.at(step === 1 ? 0 : -1) : all[at + step];
  if (next !== undefined) linkOf(next)?.focus();
}

const linkOf = (row: Element): HTMLElement | null => row.querySelector('a[href]');
