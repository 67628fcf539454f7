import { useState, type SubmitEvent } from 'react';
import { Refused } from '../farm/ask-farm.ts';
import { useBeginCampaign, useImpact } from '../farm/campaigns.ts';
import { useMay, useTargets } from '../farm/farm-state.ts';
import { goTo, useAddress } from '../navigation/address.ts';
import { campaignPath } from '../navigation/page-address.ts';
import { MayNot } from '../words/may-not.tsx';
import { Trouble } from '../words/trouble.tsx';
import { CampaignFields } from './campaign-fields.tsx';
import {
  emptyForm,
  findProblems,
  keyOfWish,
  makeRequest,
  type CampaignForm,
  type FieldProblems,
} from './campaign-wish.ts';
import { Impact } from './impact.tsx';
import { PageHead } from '../words/page-head.tsx';

/** Begins a campaign, once it has shown what that would be: for the very wish that stands in the form. */
export function RebuildPage() {
  const { searchParams } = useAddress();
  const [form, setForm] = useState<CampaignForm>(() => ({
    ...emptyForm,
    target: searchParams.get('target') ?? '',
    fromTarget: searchParams.get('from') ?? '',
  }));
  const [problems, setProblems] = useState<FieldProblems>({});
  const [shownFor, setShownFor] = useState<string | null>(null);
  const { data: targets } = useTargets();
  const mayBegin = useMay('build');
  const impact = useImpact();
  const begin = useBeginCampaign();
  const isShown = impact.data !== undefined && shownFor === keyOfWish(form);
  const refuse = (error: Error): void => setProblems(problemsOf(error));
  const show = (event: SubmitEvent): void => {
    event.preventDefault();
    const found = findProblems(form);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    const key = keyOfWish(form);
    impact.mutate(makeRequest(form), { onSuccess: () => setShownFor(key), onError: refuse });
  };
  const start = (): void =>
    begin.mutate(makeRequest(form), { onSuccess: ({ id }) => goTo(campaignPath(id)), onError: refuse });
  const refusal = impact.error ?? begin.error;
  return (
    <>
      <PageHead name="Rebuild" />
      <p>
        Builds again what a newer image touches, or for a new OS release what an older one has. What comes out
        the same is not published again.
      </p>
      <form className="form" onSubmit={show} noValidate>
        <CampaignFields
          form={form}
          problems={problems}
          targets={targets?.targets ?? []}
          change={(part) => setForm((before) => ({ ...before, ...part }))}
        />
        <div className="form-end">
          <button type="submit" className="main" disabled={mayBegin !== true || impact.isPending}>
            {impact.isPending ? 'Looking at every wheel…' : 'Show impact'}
          </button>
          <button
            type="button"
            disabled={mayBegin !== true || !isShown || impact.data.builds.length === 0 || begin.isPending}
            aria-describedby="rebuild-begin"
            onClick={start}
          >
            Begin
          </button>
          <span id="rebuild-begin" className="aside">
            {describeBegin(isShown ? impact.data.builds.length : null)}
          </span>
          <MayNot scope="build" to="to see what a campaign would be, and to begin it" />
        </div>
        {Object.keys(problems).length === 0 && <Trouble problem={refusal} />}
      </form>
      {impact.data !== undefined && <Impact preview={impact.data} isOutdated={!isShown} />}
    </>
  );
}

/** `builds`: null while nothing is shown for what the form says. */
function describeBegin(builds: number | null): string {
  if (builds === null) return 'first see what it would be';
  return builds === 0 ? 'there is nothing to begin' : 'begins what is shown below';
}

/** The farm's refusal at the field that it is about. */
function problemsOf(error: Error): FieldProblems {
  if (!(error instanceof Refused)) return {};
  if (error.kind === 'bad-lock-file') return { lockText: error.message };
  if (error.status === 404)
    return error.message.startsWith('this farm') ? { target: error.message } : { fromTarget: error.message };
  const fields = {
    target: 'target',
    fromTarget: 'fromTarget',
    lockFile: 'lockText',
    cause: 'cause',
    slots: 'slots',
  } as const;
  const found: Partial<Record<keyof CampaignForm, string>> = {};
  for (const [part, field] of Object.entries(fields)) {
    const problem = error.parts.find(({ where }) => where.startsWith(`body.${part}`));
    if (problem !== undefined) found[field] = problem.message;
  }
  return found;
}
