import type { CampaignDetail } from '../../http/contract/campaign.ts';
import { useCampaignAction } from '../farm/campaigns.ts';
import { useMay } from '../farm/farm-state.ts';
import { ConfirmButton } from '../words/confirm-button.tsx';
import { MayNot } from '../words/may-not.tsx';
import { Trouble } from '../words/trouble.tsx';
import { actionNames, questions } from './campaign-words.ts';

/** What the farm says may be done now, for those whose token lets them. */
export function CampaignActions({ campaign: { id, actions } }: { readonly campaign: CampaignDetail }) {
  const mayChange = useMay('build');
  const { mutate, isPending, error } = useCampaignAction(id);
  if (actions.length === 0) return null;
  const isOff = mayChange !== true || isPending;
  return (
    <div className="actions">
      {actions.map((action) => {
        const question = questions[action];
        return question === null ? (
          <button key={action} type="button" disabled={isOff} onClick={() => mutate(action)}>
            {actionNames[action]}
          </button>
        ) : (
          <ConfirmButton
            key={action}
            question={question}
            answer={actionNames[action]}
            disabled={isOff}
            onConfirm={() => mutate(action)}
          >
            {actionNames[action]}
          </ConfirmButton>
        );
      })}
      <MayNot scope="build" to="to change it" />
      <Trouble problem={error} />
    </div>
  );
}
