/** Which page an address means. `nowhere`: a link of another version. */
export type PageAddress =
  | { readonly page: 'overview' }
  | { readonly page: 'build'; readonly id: number }
  | { readonly page: 'matrix' }
  | { readonly page: 'targets' }
  | { readonly page: 'target'; readonly name: string }
  | { readonly page: 'tokens' }
  | { readonly page: 'nowhere' };

export function parsePageAddress(path: string): PageAddress {
  const [, id] = /^\/builds\/([1-9]\d{0,11})$/.exec(path) ?? [];
  if (id !== undefined) return { page: 'build', id: Number(id) };
  const [, target] = /^\/targets\/([a-z0-9][a-z0-9.-]{0,63})$/.exec(path) ?? [];
  if (target !== undefined) return { page: 'target', name: target };
  switch (path) {
    case '/':
      return { page: 'overview' };
    case '/matrix':
    case '/matrix/':
      return { page: 'matrix' };
    case '/targets':
    case '/targets/':
      return { page: 'targets' };
    case '/tokens':
    case '/tokens/':
      return { page: 'tokens' };
    default:
      return { page: 'nowhere' };
  }
}

export const targetPath = (name: string): string => `/targets/${name}`;

export const buildPath = (id: number): string => `/builds/${id}`;

/** The form that begins a campaign, filled in as far as one knows. */
export function rebuildPath(wish: { readonly target?: string; readonly from?: string }): string {
  const query = new URLSearchParams(wish).toString();
  return query === '' ? '/rebuild' : `/rebuild?${query}`;
}
