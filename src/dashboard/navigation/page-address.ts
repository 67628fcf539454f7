/** A page that its path alone names. */
type PlainPage =
  | 'overview'
  | 'matrix'
  | 'targets'
  | 'campaigns'
  | 'rebuild'
  | 'recipes'
  | 'workers'
  | 'upstreams'
  | 'tokens'
  | 'search'
  | 'new-build'
  | 'indexes';

/** Which page an address means. `nowhere`: a link of another version. */
export type PageAddress =
  | { readonly page: PlainPage | 'nowhere' }
  | { readonly page: 'build'; readonly id: number }
  | { readonly page: 'target'; readonly name: string }
  | { readonly page: 'campaign'; readonly id: number }
  | { readonly page: 'learned'; readonly project: string; readonly target: string }
  | { readonly page: 'worker'; readonly name: string }
  | { readonly page: 'project'; readonly name: string }
  | { readonly page: 'index'; readonly name: string };

export function parsePageAddress(path: string): PageAddress {
  const [, id] = /^\/builds\/([1-9]\d{0,11})$/.exec(path) ?? [];
  if (id !== undefined) return { page: 'build', id: Number(id) };
  const [, target] = /^\/targets\/([a-z0-9][a-z0-9.-]{0,63})$/.exec(path) ?? [];
  if (target !== undefined) return { page: 'target', name: target };
  const [, campaign] = /^\/campaigns\/([1-9]\d{0,11})$/.exec(path) ?? [];
  if (campaign !== undefined) return { page: 'campaign', id: Number(campaign) };
  const [, project] = /^\/projects\/([A-Za-z0-9._-]{1,128})$/.exec(path) ?? [];
  if (project !== undefined) return { page: 'project', name: project };
  const [, index] = /^\/indexes\/([a-z0-9][a-z0-9.-]{0,63})$/.exec(path) ?? [];
  if (index !== undefined) return { page: 'index', name: index };
  const [, learned, on] =
    /^\/recipes\/([a-z0-9][a-z0-9-]{0,200})\/([a-z0-9][a-z0-9.-]{0,63})$/.exec(path) ?? [];
  if (learned !== undefined && on !== undefined) return { page: 'learned', project: learned, target: on };
  const [, worker] = /^\/workers\/([\w.-]{1,64})$/.exec(path) ?? [];
  if (worker !== undefined) return { page: 'worker', name: worker };
  const page = plainPages[path.length > 1 ? path.replace(/\/$/, '') : path];
  return { page: page ?? 'nowhere' };
}

const plainPages: Readonly<Record<string, PlainPage>> = {
  '/': 'overview',
  '/matrix': 'matrix',
  '/targets': 'targets',
  '/campaigns': 'campaigns',
  '/rebuild': 'rebuild',
  '/recipes': 'recipes',
  '/workers': 'workers',
  '/upstreams': 'upstreams',
  '/tokens': 'tokens',
  '/search': 'search',
  '/build': 'new-build',
  '/indexes': 'indexes',
};

export const targetPath = (name: string): string => `/targets/${name}`;

export const learnedPath = ({ project, target }: { readonly project: string; readonly target: string }) =>
  `/recipes/${project}/${target}`;
export const workerPath = (name: string): string => `/workers/${name}`;

export const campaignPath = (id: number): string => `/campaigns/${id}`;

export const buildPath = (id: number): string => `/builds/${id}`;

/** The form that begins a campaign, filled in as far as one knows. */
export function rebuildPath(wish: { readonly target?: string; readonly from?: string }): string {
  const query = new URLSearchParams(wish).toString();
  return query === '' ? '/rebuild' : `/rebuild?${query}`;
}

export const projectPath = (name: string): string => `/projects/${name}`;
export const indexPagePath = (name: string): string => `/indexes/${name}`;
export const searchPath = (text: string): string => `/search?${new URLSearchParams({ q: text }).toString()}`;

/** The form that starts a build, with what is to be built as far as one knows. */
export const newBuildPath = (release: string): string =>
  `/build?${new URLSearchParams({ release }).toString()}`;
