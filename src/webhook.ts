import { createHmac } from 'node:crypto';
import type { Notify } from './farm/notify-campaigns.ts';
import type { Clock } from './farm/ports.ts';

const patienceMilliseconds = 10_000;

/**
 * Posts notices as JSON. The signature is the HMAC-SHA256 of `<timestamp>.<body>` in hexadecimal digits: whoever knows the
 * secret can tell that it is the farm's, and that it is not an old one sent once more.
 */
export const openWebhook =
  ({
    url,
    secret,
    clock,
  }: {
    readonly url: string;
    readonly secret: string;
    readonly clock: Clock;
  }): Notify =>
  async (notice) => {
    const body = JSON.stringify(notice);
    const timestamp = String(Math.floor(clock() / 1000));
    const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMilliseconds),
      headers: {
        'Content-Type': 'application/json',
        'X-Wheelyard-Timestamp': timestamp,
        'X-Wheelyard-Signature': `sha256=${signature}`,
      },
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
  };
