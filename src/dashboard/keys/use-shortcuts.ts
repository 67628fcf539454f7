import { useEffect } from 'react';
import { goTo } from '../navigation/address.ts';
import { focusNextRow } from './focus-next-row.ts';
import { isTyping } from './is-typing.ts';
import { readShortcut, type Shortcut } from './shortcuts.ts';

/** So long `g` waits for its second key. */
const secondKeyMilliseconds = 1_500;

/** The keys of the whole page; never while somebody types, and never with a modifier, which is the browser's. */
export function useShortcuts(showHelp: () => void): void {
  useEffect(() => {
    let begunAt = -Infinity;
    const act = (shortcut: Shortcut): void => {
      switch (shortcut.kind) {
        case 'begin':
          begunAt = performance.now();
          return;
        case 'go':
          return goTo(shortcut.path);
        case 'search':
          return document.querySelector<HTMLElement>('.search input')?.focus();
        case 'help':
          return showHelp();
        case 'row':
          return focusNextRow(shortcut.step);
      }
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      const hasBegun = performance.now() - begunAt < secondKeyMilliseconds;
      begunAt = -Infinity;
      const shortcut = readShortcut(event.key, { hasBegun });
      if (shortcut === null) return;
      event.preventDefault();
      act(shortcut);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [showHelp]);
}
