import type { PageAddress } from './page-address.ts';

/** A page that the bar at the top leads to. */
export type MainPage = {
  readonly name: string;
  readonly path: string;
  /** Leads there after `g`; null: too seldom of use for a key. */
  readonly key: string | null;
  /** The pages that belong to it. */
  readonly pages: readonly PageAddress['page'][];
};

/** In the order of the bar. */
export const mainPages: readonly MainPage[] = [
  { name: 'Builds', path: '/', key: 'o', pages: ['overview', 'build', 'new-build'] },
  { name: 'Matrix', path: '/matrix', key: 'm', pages: ['matrix'] },
  { name: 'Targets', path: '/targets', key: 't', pages: ['targets', 'target'] },
  { name: 'Campaigns', path: '/campaigns', key: 'c', pages: ['campaigns', 'campaign', 'rebuild'] },
  { name: 'Workers', path: '/workers', key: 'w', pages: ['workers', 'worker'] },
  { name: 'Indexes', path: '/indexes', key: 'i', pages: ['indexes', 'index'] },
  { name: 'Recipes', path: '/recipes', key: 'r', pages: ['recipes', 'learned'] },
  { name: 'Upstreams', path: '/upstreams', key: 'u', pages: ['upstreams'] },
  { name: 'Tokens', path: '/tokens', key: null, pages: ['tokens'] },
];
