import * as z from 'zod';
import { watchListName, watchListOptions } from '../../domain/watch-list-schema.ts';
import {
  EventTaken,
  UpstreamEvent,
  UpstreamList,
  WatchListBody,
  WatchLists,
  WatchListView,
} from '../contract/upstream.ts';
import { listUpstreams, takeEvent } from '../handlers/upstreams.ts';
import { listWatchLists, putWatchFile, putWatchList, removeWatchList } from '../handlers/watch-lists.ts';
import { publisherName } from '../parameters.ts';
import { defineRoute } from '../route.ts';

const listParams = z.object({ name: watchListName });

const fileQuery = z.strictObject({
  filename: z
    .string()
    .min(1)
    .max(255)
    .meta({ description: 'requirements.txt, uv.lock, poetry.lock, pylock.toml' }),
  targets: z
    .string()
    .default('all')
    .transform((text) => (text === 'all' ? 'all' : text.split(',')))
    .pipe(watchListOptions.shape.targets.unwrap())
    .meta({ description: 'all, or names with commas' }),
  priority: watchListOptions.shape.priority,
});

export const upstreamRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/upstreams',
    scope: 'open',
    summary: 'The indexes that new sdists come from: how they are, and what was wrong last',
    reply: { statuses: [200], schema: UpstreamList, types: [] },
    handler: listUpstreams,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/upstreams/:name/events',
    scope: 'upstream-secret',
    summary: 'Tell that something of a project has changed there',
    params: z.object({ name: publisherName }),
    body: { kind: 'json', schema: UpstreamEvent },
    reply: { statuses: [202], schema: EventTaken, types: [] },
    handler: takeEvent,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/watch-lists',
    scope: 'open',
    summary: 'What is built as soon as an upstream shows it',
    reply: { statuses: [200], schema: WatchLists, types: [] },
    handler: listWatchLists,
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/watch-lists/:name',
    scope: 'build',
    summary: 'Make a watch list, or put another in its place',
    params: listParams,
    body: { kind: 'json', schema: WatchListBody },
    reply: { statuses: [200], schema: WatchListView, types: [] },
    handler: putWatchList,
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/watch-lists/:name/file',
    scope: 'build',
    summary: 'The same from a requirements.txt or a lock file',
    params: listParams,
    query: fileQuery,
    body: { kind: 'stream', types: ['application/octet-stream'] },
    reply: { statuses: [200], schema: WatchListView, types: [] },
    handler: putWatchFile,
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/watch-lists/:name',
    scope: 'build',
    summary: 'Watch no longer; what was built stays',
    params: listParams,
    reply: { statuses: [204], schema: null, types: [] },
    handler: removeWatchList,
  }),
];
