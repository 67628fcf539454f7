import { Outage } from '../farm/ports.ts';
import { BadMultipart } from './read-multipart.ts';
import { CutOff } from './request-content.ts';
import { problem, type ProblemReply } from './reply.ts';

/** What the client hears of an error. Of one that is ours it hears nothing but the id by which the log knows it. */
export function explainError(error: unknown): ProblemReply {
  if (error instanceof BadMultipart) return problem(400, { kind: 'bad-form', detail: error.message });
  if (error instanceof CutOff) return problem(400, { kind: 'cut-off', detail: error.message });
  if (error instanceof Outage) {
    const headers = { 'Retry-After': '10' };
    return problem(503, { kind: 'outage', detail: 'a part of the farm does not answer; try again', headers });
  }
  if (isClientError(error)) {
    return problem(error.status, {
      kind: error.type?.replaceAll('.', '-') ?? 'bad-request',
      detail: error.message.slice(0, 300),
    });
  }
  return problem(500, {
    kind: 'internal-error',
    detail: 'the farm made a mistake; its log has the request id',
  });
}

type ClientError = Error & { readonly status: number; readonly type?: string };

/** Errors of express and its body parser: broken JSON, a body that is too large, a path that is not URL-encoded. */
const isClientError = (error: unknown): error is ClientError =>
  error instanceof Error &&
  'status' in error &&
  typeof error.status === 'number' &&
  error.status >= 400 &&
  error.status < 500 &&
  (!('type' in error) || typeof error.type === 'string');
