import { Readable } from 'node:stream';
import express, { type Request, type Response } from 'express';
import type { Asked } from './asked.ts';
import type { Caller } from './authenticate.ts';
import type { ByteRange } from './byte-range.ts';
import type { HttpFarm } from './http-ports.ts';
import { openContent } from './request-content.ts';
import type { Route } from './route.ts';

const jsonUpTo = (limit: string) => express.json({ limit, strict: true, type: 'application/json' });
const parseJson = jsonUpTo('64kb');
/** A lock file names thousands of hashes. */
const parseFileInJson = jsonUpTo('6mb');

/** The JSON body; `undefined` when the client sent none, or sent something else. */
export async function readJson(
  request: Request,
  response: Response,
  { body: shape }: Pick<Route, 'body'>,
): Promise<unknown> {
  const parse = shape.kind === 'json' && shape.size === 'file' ? parseFileInJson : parseJson;
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error?: Error) => (error === undefined ? resolve() : reject(error)));
  });
  const body: unknown = request.body;
  return body;
}

/** What the handler may know of the request. */
export function readAsked(
  request: Request,
  known: {
    readonly caller: Caller;
    readonly signal: AbortSignal;
    readonly farm: HttpFarm;
    readonly route: Route;
  },
): Asked {
  const { caller, signal, farm, route } = known;
  const mostBytes = 2 * Math.max(farm.maximumSdistBytes, farm.maximumBlobBytes);
  return {
    caller,
    signal,
    address: request.socket.remoteAddress ?? '',
    path: request.path,
    header: (name) => request.get(name),
    prefers: (types) => {
      const best = request.accepts([...types]);
      return types.find((type) => type === best) ?? null;
    },
    range: (sizeBytes) => readRange(request, sizeBytes),
    content: route.body.kind === 'stream' ? openContent(request, { mostBytes }) : Readable.from([]),
  };
}

function readRange(request: Request, sizeBytes: number): ByteRange {
  const ranges = request.range(sizeBytes, { combine: true });
  if (ranges === -1) return { kind: 'unsatisfiable' };
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes') return { kind: 'whole' };
  const [range, ...others] = ranges;
  return range === undefined || others.length > 0 ? { kind: 'whole' } : { kind: 'part', ...range };
}
