import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notFound, type Headers, type Reply } from './reply.ts';

/** An address of the dashboard. It is no row of the API's table: it has no schema, and a browser asks for it. */
export type DashboardPage = {
  readonly path: string;
  /** `folder`: where the built dashboard lies, absolute. */
  readonly answer: (folder: string, params: Readonly<Record<string, unknown>>) => Promise<Reply<never>>;
};

/** What a page may load and where it may send: this farm, and no script or style that stands in the page itself. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const howToBuild = 'The dashboard is not built; build it with: npm run build:dashboard\n';

/** One document for every page: it reads its own address. */
async function answerDocument(folder: string): Promise<Reply<never>> {
  const text = await readTextFile(join(folder, 'index.html'));
  if (text === null) return { kind: 'text', status: 503, text: howToBuild, headers: plainText };
  const headers: Headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': contentSecurityPolicy,
    'Cache-Control': 'no-cache',
  };
  return { kind: 'text', status: 200, text, headers };
}

const plainText: Headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };

const assetName = /^[\w-]{1,100}\.(js|css|svg)$/;
const mediaTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Its name has the hash of its content, so it may be kept for ever. */
async function answerAsset(folder: string, params: Readonly<Record<string, unknown>>): Promise<Reply<never>> {
  const name = String(params['file']);
  const [, ending = ''] = assetName.exec(name) ?? [];
  const type = mediaTypes[ending];
  const text = type === undefined ? null : await readTextFile(join(folder, 'assets', name));
  if (type === undefined || text === null) return notFound('the dashboard has no such file');
  const headers: Headers = { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' };
  return { kind: 'text', status: 200, text, headers };
}

export const dashboardPages: readonly DashboardPage[] = [
  { path: '/', answer: answerDocument },
  { path: '/builds/:id', answer: answerDocument },
  { path: '/matrix', answer: answerDocument },
  { path: '/targets', answer: answerDocument },
  { path: '/targets/:name', answer: answerDocument },
  { path: '/campaigns', answer: answerDocument },
  { path: '/campaigns/:id', answer: answerDocument },
  { path: '/rebuild', answer: answerDocument },
  { path: '/recipes', answer: answerDocument },
  { path: '/recipes/:project/:target', answer: answerDocument },
  { path: '/workers', answer: answerDocument },
  { path: '/workers/:name', answer: answerDocument },
  { path: '/upstreams', answer: answerDocument },
  { path: '/tokens', answer: answerDocument },
  { path: '/projects/:name', answer: answerDocument },
  { path: '/search', answer: answerDocument },
  { path: '/build', answer: answerDocument },
  { path: '/indexes', answer: answerDocument },
  { path: '/indexes/:name', answer: answerDocument },
  { path: '/assets/:file', answer: answerAsset },
];

/** Null: there is no such file. */
async function readTextFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
