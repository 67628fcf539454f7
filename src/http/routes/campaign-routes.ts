import * as z from 'zod';
import { campaignActions, type CampaignAction } from '../../domain/campaign.ts';
import {
  CampaignDetail,
  CampaignList,
  CampaignPreview,
  CampaignRequest,
  CampaignView,
} from '../contract/campaign.ts';
import { changeBy, createCampaign, listCampaigns, showCampaign } from '../handlers/campaigns.ts';
import { campaignId } from '../parameters.ts';
import { defineRoute } from '../route.ts';

const summaries: Readonly<Record<CampaignAction, string>> = {
  pause: 'Begin no more of its builds; what runs goes on to its end',
  resume: 'Go on with a paused one',
  publish: 'Publish what is good of a held one, all at once',
  retry: 'Begin again what did not end well of a held one',
  cancel:
    'End it; what runs goes on to its end, but of an atomic one what runs is cancelled and what is held dropped',
};

export const campaignRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/campaigns',
    scope: 'build',
    summary: 'Build a set of releases (again); with dryRun, 200 and what it would be',
    body: { kind: 'json', schema: CampaignRequest, size: 'file' },
    reply: { statuses: [201, 200], schema: z.union([CampaignPreview, CampaignView]), types: [] },
    handler: createCampaign,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/campaigns',
    scope: 'open',
    summary: 'Campaigns, the newest 100, newest first',
    reply: { statuses: [200], schema: CampaignList, types: [] },
    handler: listCampaigns,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/campaigns/:id',
    scope: 'open',
    summary: 'One campaign: progress, when it may end, what got worse, and each build',
    params: z.object({ id: campaignId }),
    reply: { statuses: [200], schema: CampaignDetail, types: [] },
    handler: showCampaign,
  }),
  ...campaignActions.map((action) =>
    defineRoute({
      method: 'POST',
      path: `/api/campaigns/:id/${action}`,
      scope: 'build',
      summary: summaries[action],
      params: z.object({ id: campaignId }),
      reply: { statuses: [200], schema: CampaignDetail, types: [] },
      handler: changeBy(action),
    }),
  ),
];
