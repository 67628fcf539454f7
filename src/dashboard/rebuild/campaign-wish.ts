import type { CampaignRequest } from '../../http/contract/campaign.ts';

/** What stands in the form, as it was typed. */
export type CampaignForm = {
  readonly target: string;
  /** Empty: what the target has is built again. */
  readonly fromTarget: string;
  /** Null: pasted, so that its text says what it is. */
  readonly lockName: string | null;
  readonly lockText: string;
  readonly which: 'affected' | 'all';
  readonly atomic: boolean;
  readonly cause: string;
  readonly slots: string;
};

export const emptyForm: CampaignForm = {
  target: '',
  fromTarget: '',
  lockName: null,
  lockText: '',
  which: 'affected',
  atomic: false,
  cause: '',
  slots: '',
};

export type FieldProblems = Readonly<Partial<Record<keyof CampaignForm, string>>>;

const mostLockCharacters = 4 * 1024 ** 2;

/** What is wrong with the form, field by field; with nothing, it can be asked for. */
export function findProblems(form: CampaignForm): FieldProblems {
  const slots = form.slots.trim();
  return {
    ...(form.target === '' && { target: 'Say which target.' }),
    ...(form.fromTarget !== '' &&
      form.fromTarget === form.target && {
        fromTarget: 'That is the target itself: leave it empty to build again.',
      }),
    ...(slots !== '' &&
      !/^([1-9]\d{0,3}|10000)$/.test(slots) && { slots: 'A whole number from 1 to 10,000, or nothing.' }),
    ...(form.cause.trim().length > 200 && { cause: 'At most 200 characters.' }),
    ...(form.lockText.length > mostLockCharacters && { lockText: 'At most 4 MiB.' }),
  };
}

export function makeRequest(form: CampaignForm): CampaignRequest {
  const { target, fromTarget, lockName, lockText, which, atomic } = form;
  const [cause, slots] = [form.cause.trim(), form.slots.trim()];
  return {
    target,
    which,
    atomic,
    ...(fromTarget !== '' && { fromTarget }),
    ...(lockText.trim() !== '' && {
      lockFile: { filename: lockName ?? nameLockFile(lockText), text: lockText },
    }),
    ...(cause !== '' && { cause }),
    ...(slots !== '' && { slots: Number(slots) }),
  };
}

/** A pasted text without its name: the three formats begin otherwise. */
export function nameLockFile(text: string): 'pylock.toml' | 'uv.lock' | 'requirements.txt' {
  if (/^\s*lock-version\s*=/m.test(text)) return 'pylock.toml';
  return /^\s*\[\[package\]\]/m.test(text) ? 'uv.lock' : 'requirements.txt';
}

/** What a preview was made for. The cause changes nothing of it. */
export const keyOfWish = (form: CampaignForm): string =>
  JSON.stringify({ ...makeRequest(form), cause: null });
