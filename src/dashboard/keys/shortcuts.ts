import { mainPages } from '../navigation/main-pages.ts';

/** What a key asks for. `begin`: the first of two keys. */
export type Shortcut =
  | { readonly kind: 'begin' }
  | { readonly kind: 'go'; readonly path: string }
  | { readonly kind: 'search' }
  | { readonly kind: 'help' }
  | { readonly kind: 'row'; readonly step: 1 | -1 };

/** Pages by the key that follows `g`. */
export const pageKeys: readonly (readonly [key: string, path: string, name: string])[] = [
  ...mainPages.flatMap(({ key, path, name }) => (key === null ? [] : [[key, path, name] as const])),
  ['b', '/build', 'Start a build'],
];

/** Null: the key is not for the page. `hasBegun`: the key before it was `g`. */
export function readShortcut(key: string, { hasBegun }: { readonly hasBegun: boolean }): Shortcut | null {
  if (hasBegun) {
    const page = pageKeys.find(([letter]) => letter === key);
    if (page !== undefined) return { kind: 'go', path: page[1] };
  }
  switch (key) {
    case 'g':
      return { kind: 'begin' };
    case '/':
      return { kind: 'search' };
    case '?':
      return { kind: 'help' };
    case 'j':
      return { kind: 'row', step: 1 };
    case 'k':
      return { kind: 'row', step: -1 };
    default:
      return null;
  }
}
