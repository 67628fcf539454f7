/** Which page an address means. `nowhere`: a link of another version. */
export type PageAddress =
  | { readonly page: 'overview' }
  | { readonly page: 'build'; readonly id: number }
  | { readonly page: 'matrix' }
  | { readonly page: 'targets' }
  | { readonly page: 'nowhere' };

export function parsePageAddress(path: string): PageAddress {
  const [, id] = /^\/builds\/([1-9]\d{0,11})$/.exec(path) ?? [];
  if (id !== undefined) return { page: 'build', id: Number(id) };
  switch (path) {
    case '/':
      return { page: 'overview' };
    case '/matrix':
    case '/matrix/':
      return { page: 'matrix' };
    case '/targets':
    case '/targets/':
      return { page: 'targets' };
    default:
      return { page: 'nowhere' };
  }
}

export const buildPath = (id: number): string => `/builds/${id}`;
