import type { Config } from './config.ts';
import type { NoticeChannel } from './farm/notify-campaigns.ts';
import type { Clock } from './farm/ports.ts';
import { openMail } from './mail.ts';
import { readSecret } from './read-secret.ts';
import { openWebhook } from './webhook.ts';

/** Everybody who is told of campaigns. Throws when the mail server's password is not where it should be. */
export async function openNoticeChannels(config: Config, clock: Clock): Promise<readonly NoticeChannel[]> {
  const { webhook, mail } = config.notices;
  const channels: NoticeChannel[] = [];
  if (webhook !== null) channels.push({ name: 'webhook', notify: openWebhook({ ...webhook, clock }) });
  if (mail !== null) {
    const { passwordFile: path } = mail;
    const password = path === null ? null : await readSecret(config, { kind: 'file', path });
    channels.push({ name: 'mail', notify: openMail({ ...mail, password, url: config.publicUrl, clock }) });
  }
  return channels;
}
