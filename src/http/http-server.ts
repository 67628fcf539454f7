import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { openQueueEstimate } from '../farm/estimate-queue.ts';
import { estimateWait } from '../farm/estimate-wait.ts';
import { openRateLimits } from '../farm/rate-limits.ts';
import { openExpressApp, pageSecurityHeaders } from './express-app.ts';
import { openFarmFeed } from './farm-feed.ts';
import { readQueue } from './handlers/farm-state.ts';
import type { HttpEvent } from './http-event.ts';
import type { HttpPorts } from './http-ports.ts';
import { openMetrics } from './metrics.ts';
import { pause } from './pause.ts';
import { routes } from './routes.ts';
import { openIndexShelf } from './simple-index/index-shelf.ts';
import { openReadyPages } from './simple-index/ready-pages.ts';

export type HttpServerOptions = HttpPorts & {
  readonly logger: Logger;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Where the built dashboard lies, absolute. It may be missing: then the pages say how to build it. */
  readonly dashboardFolder: string;
  readonly heartbeatMilliseconds?: number;
  /** How long disposing waits for requests that are being answered. */
  readonly graceMilliseconds?: number;
};

/** What pages that are made already are counted as. */
const readyPageRoute = '/index/:node/simple/…';

export type HttpServer = { readonly url: string } & AsyncDisposable;

/** Serves the API and the index until it is disposed of. */
export async function openHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { logger, heartbeatMilliseconds = 15_000, graceMilliseconds = 10_000 } = options;
  const estimateQueue = openQueueEstimate(options);
  const metrics = openMetrics({ ...options, estimateQueue });
  const report = (event: HttpEvent): void => {
    metrics.countEvent(event);
    logger.info(event, event.kind);
  };
  const shelf = openIndexShelf(options);
  const readyPages = openReadyPages(shelf, pageSecurityHeaders);
  const feed = openFarmFeed({ ...options, readQueue: () => readQueue({ ...options, estimateQueue }) });
  const farm = {
    ...options,
    report,
    feed,
    shelf,
    readyPages,
    rateLimits: openRateLimits(),
    renderMetrics: metrics.render,
    estimateQueue,
    estimateWait: () => estimateWait(estimateQueue),
  };
  const stopping = new AbortController();
  const app = openExpressApp(routes, {
    farm,
    metrics,
    logger,
    heartbeatMilliseconds,
    dashboardFolder: options.dashboardFolder,
    stopping: stopping.signal,
  });
  const server = createServer(
    {
      // A client must say what it wants at once, and may take its time only with what it uploads.
      headersTimeout: 20_000,
      requestTimeout: 30 * 60_000,
      keepAliveTimeout: 20_000,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => {
      const startedAt = options.clock();
      const status = readyPages.answer(request, response);
      if (status === false) {
        app(request, response);
        return;
      }
      const { method = 'GET' } = request;
      const seconds = (options.clock() - startedAt) / 1000;
      metrics.observeRequest({ method, route: readyPageRoute, status, seconds });
    },
  );
  server.setTimeout(2 * 60_000);
  server.maxConnections = 2048;
  await listen(server, options);
  const { port } = addressOf(server);
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    [Symbol.asyncDispose]: async () => {
      await close(server, { stopping, graceMilliseconds });
      feed[Symbol.dispose]();
    },
  };
}

async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address;
}

/** Takes no new connections, ends the logs that are followed, and lets the rest finish, for a while. */
async function close(
  server: Server,
  { stopping, graceMilliseconds }: { readonly stopping: AbortController; readonly graceMilliseconds: number },
): Promise<void> {
  const waiting = new AbortController();
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  stopping.abort();
  await Promise.race([closed, pause(graceMilliseconds, waiting.signal)]);
  waiting.abort();
  server.closeAllConnections();
  await closed;
}
