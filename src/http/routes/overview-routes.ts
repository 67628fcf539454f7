import * as z from 'zod';
import { StatisticsView } from '../contract/statistics.ts';
import { StorageView } from '../contract/storage.ts';
import { WorkerDetail, WorkerList } from '../contract/worker.ts';
import { showStatistics } from '../handlers/statistics.ts';
import { showStorage } from '../handlers/storage.ts';
import { listWorkers, showWorker } from '../handlers/workers.ts';
import { statisticsQuery, workerName, workerQuery } from '../parameters.ts';
import { defineRoute } from '../route.ts';

export const overviewRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/workers',
    scope: 'open',
    summary: 'Who works, and who did within the last hour: slots, host, what each runs',
    reply: { statuses: [200], schema: WorkerList, types: [] },
    handler: listWorkers,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/workers/:name',
    scope: 'open',
    summary: 'One of them, with what it carried out last',
    params: z.object({ name: workerName }),
    query: workerQuery,
    reply: { statuses: [200], schema: WorkerDetail, types: [] },
    handler: showWorker,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/statistics',
    scope: 'open',
    summary: 'How builds ended, hour by hour',
    query: statisticsQuery,
    reply: { statuses: [200], schema: StatisticsView, types: [] },
    handler: showStatistics,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/storage',
    scope: 'open',
    summary: 'What the data folder takes, and what its disk has left',
    reply: { statuses: [200], schema: StorageView, types: [] },
    handler: showStorage,
  }),
];
