import { resolve } from 'node:path';
import { z } from 'zod';
import { bad, ok, type Result } from './domain/result.ts';

/** Where letters about campaigns go. */
export type MailConfig = {
  /** `smtp://user@host:25`, or `smtps:` for TLS from the first byte on. */
  readonly server: string;
  readonly from: string;
  readonly to: readonly string[];
  /** The password of the server's user; null: there is none. */
  readonly passwordFile: string | null;
};

export type NoticeConfig = {
  /** Who is told of campaigns that are over, or held; null: nobody. */
  readonly webhook: { readonly url: string; readonly secret: string } | null;
  readonly mail: MailConfig | null;
};

const mailAddress = z.email('must be an e-mail address').max(254);

export const noticeSettings = {
  WHEELYARD_WEBHOOK: z.url({ protocol: /^https?$/ }).optional(),
  WHEELYARD_WEBHOOK_SECRET: z.string().min(16).optional(),
  WHEELYARD_SMTP_URL: z.url({ protocol: /^smtps?$/, message: 'must be smtp:// or smtps://' }).optional(),
  WHEELYARD_SMTP_PASSWORD_FILE: z.string().optional(),
  WHEELYARD_MAIL_FROM: mailAddress.optional(),
  WHEELYARD_MAIL_TO: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .pipe(z.array(mailAddress).max(50))
    .optional(),
} as const;

type NoticeSettings = z.output<z.ZodObject<typeof noticeSettings>>;

/** What is told and to whom. The problem is a sentence that has no secret in it. */
export function readNotices(set: NoticeSettings): Result<NoticeConfig, string> {
  const { WHEELYARD_WEBHOOK: url, WHEELYARD_WEBHOOK_SECRET: secret } = set;
  if (url !== undefined && secret === undefined)
    return bad('WHEELYARD_WEBHOOK_SECRET: notices are signed, so WHEELYARD_WEBHOOK needs it');
  const mail = readMail(set);
  if (!mail.ok) return mail;
  const webhook = url === undefined || secret === undefined ? null : { url, secret };
  return ok({ webhook, mail: mail.value });
}

function readMail(set: NoticeSettings): Result<MailConfig | null, string> {
  const { WHEELYARD_SMTP_URL: server, WHEELYARD_MAIL_FROM: from, WHEELYARD_MAIL_TO: to } = set;
  if (server === undefined) return ok(null);
  if (from === undefined || to === undefined)
    return bad('WHEELYARD_SMTP_URL needs WHEELYARD_MAIL_FROM and WHEELYARD_MAIL_TO');
  const { password, username } = new URL(server);
  if (password !== '')
    return bad(
      'WHEELYARD_SMTP_URL: the password belongs into the file that WHEELYARD_SMTP_PASSWORD_FILE names',
    );
  const file = set.WHEELYARD_SMTP_PASSWORD_FILE;
  if (username !== '' && file === undefined)
    return bad('WHEELYARD_SMTP_PASSWORD_FILE: the user of WHEELYARD_SMTP_URL has a password');
  return ok({ server, from, to, passwordFile: file === undefined ? null : resolve(file) });
}
