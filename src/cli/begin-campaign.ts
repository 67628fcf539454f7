import { basename } from 'node:path';
import * as z from 'zod';
import { CampaignPreview, CampaignView, type CampaignRequest } from '../http/contract/campaign.ts';
import type { Errand } from './errand.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { UsageError } from './farm-errors.ts';
import type { Surroundings } from './surroundings.ts';
import { renderCampaign, renderPreview } from './render-campaign.ts';

export type CampaignFlags = {
  readonly target?: string;
  readonly fromTarget?: string;
  readonly requirement?: string;
  readonly onlyAffected?: true;
  readonly all?: true;
  readonly atomic?: true;
  readonly dryRun?: true;
  readonly cause?: string;
  readonly slots?: number;
};

/** Asks for a campaign, or, dry, what it would be. */
export async function beginCampaign(
  { farm, printer, settings, world }: Errand,
  flags: CampaignFlags & { readonly target: string },
): Promise<ExitCode> {
  const json: CampaignRequest = {
    target: flags.target,
    which: flags.all === true ? 'all' : 'affected',
    atomic: flags.atomic === true,
    dryRun: flags.dryRun === true,
    ...(flags.fromTarget !== undefined && { fromTarget: flags.fromTarget }),
    ...(flags.cause !== undefined && { cause: flags.cause }),
    ...(flags.slots !== undefined && { slots: flags.slots }),
    ...(flags.requirement !== undefined && { lockFile: await readLockFile(world, flags.requirement) }),
  };
  const { value, raw } = await farm.ask(
    { method: 'POST', path: 'api/campaigns', body: { json } },
    z.union([CampaignPreview, CampaignView]),
  );
  if (settings.form === 'json') await printer.json(raw);
  else if ('estimate' in value) await printer.lines(renderPreview(value));
  else await printer.lines([renderCampaign(value), `wheelyard campaign ${value.id} tells how it goes`]);
  return exitCodes.done.code;
}

async function readLockFile(
  world: Pick<Surroundings, 'openFile'>,
  path: string,
): Promise<{ filename: string; text: string }> {
  const file = await world.openFile(path);
  if (file === null) throw new UsageError(`there is no file ${path}`);
  return { filename: basename(path), text: await file.text() };
}
