import { RemoteTrouble, type UploadAnswer } from '../farm/remote-index.ts';
import type { RemoteResponse } from './remote-request.ts';
import { readRemoteWords } from './remote-words.ts';

/** Worth another try as it is: the index, or a proxy before it, is busy or broken. */
const passing = [408, 425, 429];
/** 202: Pulp takes it in in the background. 303: the answer stands elsewhere, and nobody needs it. */
const accepting = [200, 201, 202, 204, 303];

/** What an index's answer to an upload means. Throws RemoteTrouble for what says nothing of the file. */
export function judgeUpload(response: RemoteResponse, now: number): UploadAnswer {
  const { status } = response;
  if (accepting.includes(status)) return { kind: 'accepted' };
  const words = readRemoteWords(response);
  // Credentials are wrong for every file alike; none of them is at fault.
  if (status === 401 || status >= 500 || passing.includes(status)) {
    const retryAfterMilliseconds = readRetryAfter(response.header('retry-after'), now);
    throw new RemoteTrouble(words, { retryAfterMilliseconds });
  }
  const location = response.header('location');
  return {
    kind: 'refused',
    words:
      location === null ? words : `${words}; it leads to ${location.slice(0, 200)}, which is not followed`,
  };
}

/** Seconds, or a date. */
function readRetryAfter(text: string | null, now: number): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
