import { SearchResults } from '../contract/search.ts';
import { search } from '../handlers/search.ts';
import { searchQuery } from '../parameters.ts';
import { defineRoute } from '../route.ts';

export const searchRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/search',
    scope: 'open',
    summary:
      'Projects by a part of their name, builds by number, release or file, and builds by what they failed of',
    query: searchQuery,
    reply: { statuses: [200], schema: SearchResults, types: [] },
    handler: search,
  }),
];
