import { createTransport } from 'nodemailer';
import type { MailConfig } from './notice-config.ts';
import type { Notify } from './farm/notify-campaigns.ts';
import type { Clock } from './farm/ports.ts';
import { renderNotice } from './farm/render-notice.ts';

const patienceMilliseconds = 10_000;

/** Sends notices as plain text over SMTP. `password`: of the user in the server's address; it goes over TLS alone, unless the server is this host. */
export function openMail({
  server,
  from,
  to,
  password,
  url,
  clock,
}: Omit<MailConfig, 'passwordFile'> & {
  readonly password: string | null;
  readonly url: string | null;
  readonly clock: Clock;
}): Notify {
  const address = new URL(server);
  const isSecure = address.protocol === 'smtps:';
  const user = decodeURIComponent(address.username);
  const transport = createTransport({
    host: address.hostname.replace(/^\[|\]$/g, ''),
    port: address.port === '' ? (isSecure ? 465 : 25) : Number(address.port),
    secure: isSecure,
    requireTLS: user !== '' && !isLoopback(address.hostname),
    ...(user !== '' && { auth: { user, pass: password ?? '' } }),
    connectionTimeout: patienceMilliseconds,
    greetingTimeout: patienceMilliseconds,
    socketTimeout: patienceMilliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async (notice) => {
    const { subject, text } = renderNotice(notice, url);
    await transport.sendMail({
      from: { name: 'Wheelyard', address: from },
      to: [...to],
      subject: `[wheelyard] ${subject}`,
      text,
      date: new Date(clock()),
      // So that no holiday answers it.
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  };
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
