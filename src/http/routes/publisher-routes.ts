import * as z from 'zod';
import { PublisherDetail, PublisherList, PublisherView, RetriedFiles } from '../contract/publisher.ts';
import { listPublishers, resyncPublisher, retryRefused, showPublisher } from '../handlers/publishers.ts';
import { publisherName, refusedQuery } from '../parameters.ts';
import { defineRoute } from '../route.ts';

const params = z.object({ name: publisherName });

export const publisherRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/publishers',
    scope: 'open',
    summary: 'The external indexes that wheels go to: how they are, and what waits for them',
    reply: { statuses: [200], schema: PublisherList, types: [] },
    handler: listPublishers,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/publishers/:name',
    scope: 'open',
    summary: 'One of them, with the files that it refused',
    params,
    query: refusedQuery,
    reply: { statuses: [200], schema: PublisherDetail, types: [] },
    handler: showPublisher,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/publishers/:name/retry',
    scope: 'admin',
    summary: 'Send again what it refused',
    params,
    reply: { statuses: [200], schema: RetriedFiles, types: [] },
    handler: retryRefused,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/publishers/:name/resync',
    scope: 'admin',
    summary:
      'Compare what it has with what it should have, and send what is missing; goes on after the reply',
    params,
    reply: { statuses: [202], schema: PublisherView, types: [] },
    handler: resyncPublisher,
  }),
];
