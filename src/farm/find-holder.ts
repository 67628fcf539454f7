import type { BuildId } from '../domain/build-state.ts';
import type { CampaignId } from '../domain/campaign.ts';
import type { Catalogue } from './catalogue-port.ts';

/** The campaign that keeps a build's wheel back until all of it is published: the oldest of those that do; null: none. */
export async function findHolder(
  catalogue: Pick<Catalogue, 'listClaims'>,
  build: BuildId,
): Promise<CampaignId | null> {
  return (await catalogue.listClaims(build)).find(({ atomic }) => atomic)?.id ?? null;
}
