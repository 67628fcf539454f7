import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CampaignAction } from '../../domain/campaign.ts';
import {
  CampaignDetail,
  CampaignList,
  CampaignPreview,
  CampaignView,
  type CampaignRequest,
} from '../../http/contract/campaign.ts';
import { askFarm } from './ask-farm.ts';

const listMilliseconds = 5_000;
const quietMilliseconds = 30_000;
/** Every wheel of a target is held against its images. */
const planningMilliseconds = 120_000;

const hasEnded = ({ state }: Pick<CampaignView, 'state'>): boolean =>
  state === 'over' || state === 'cancelled';

export const useCampaigns = () =>
  useQuery({
    queryKey: ['campaigns'],
    queryFn: ({ signal }) => askFarm('/api/campaigns', { schema: CampaignList, signal }),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.campaigns.every(hasEnded) ? quietMilliseconds : listMilliseconds,
  });

const keyOf = (id: number) => ['campaign', id] as const;

/** Looked at often while it goes on, less so the larger it is; also by a tab that nobody sees, whose title tells of the end. */
export const useCampaign = (id: number) =>
  useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => askFarm(`/api/campaigns/${id}`, { schema: CampaignDetail, signal }),
    refetchInterval: ({ state: { data } }) => {
      if (data === undefined || hasEnded(data)) return quietMilliseconds;
      return Math.min(15_000, Math.max(2_000, data.builds.length * 4));
    },
    refetchIntervalInBackground: true,
  });

export function useCampaignAction(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: CampaignAction) =>
      askFarm(`/api/campaigns/${id}/${action}`, { schema: CampaignDetail, method: 'POST' }),
    onSuccess: async (campaign) => {
      await client.cancelQueries({ queryKey: keyOf(id) });
      client.setQueryData(keyOf(id), campaign);
      await client.invalidateQueries({ queryKey: ['campaigns'] });
    },
  });
}

/** What a campaign would be; nothing is done. */
export const useImpact = () =>
  useMutation({
    mutationFn: (wish: CampaignRequest) =>
      askFarm('/api/campaigns', {
        schema: CampaignPreview,
        method: 'POST',
        body: { ...wish, dryRun: true },
        waitMilliseconds: planningMilliseconds,
      }),
  });

export function useBeginCampaign() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: CampaignRequest) =>
      askFarm('/api/campaigns', {
        schema: CampaignView,
        method: 'POST',
        body: { ...wish, dryRun: false },
        waitMilliseconds: planningMilliseconds,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['campaigns'] }),
  });
}
