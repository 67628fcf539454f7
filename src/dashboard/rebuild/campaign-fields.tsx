import type { TargetView } from '../../http/contract/target.ts';
import { nameLockFile, type CampaignForm, type FieldProblems } from './campaign-wish.ts';
import { FormField } from '../words/form-field.tsx';
import { withChosen } from '../words/with-chosen.ts';

type FieldsProps = {
  readonly form: CampaignForm;
  readonly problems: FieldProblems;
  readonly targets: readonly TargetView[];
  readonly change: (part: Partial<CampaignForm>) => void;
};

export function CampaignFields({ form, problems, targets, change }: FieldsProps) {
  const offered = targets.filter(({ isOffered }) => isOffered).map(({ name }) => name);
  const isAgain = form.fromTarget === '';
  return (
    <>
      <FormField name="rebuild-target" label="Target" problem={problems.target}>
        {(field) => (
          <select {...field} value={form.target} onChange={(event) => change({ target: event.target.value })}>
            <option value="">choose one</option>
            {withChosen(offered, form.target).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </FormField>
      <FormField
        name="rebuild-from"
        label="From target: what this one serves is built for the target"
        problem={problems.fromTarget}
      >
        {(field) => (
          <select
            {...field}
            value={form.fromTarget}
            onChange={(event) => change({ fromTarget: event.target.value })}
          >
            <option value="">none: what the target has is built again</option>
            {withChosen(
              targets.map(({ name }) => name),
              form.fromTarget,
            ).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </FormField>
      <LockFile form={form} problem={problems.lockText} change={change} />
      <fieldset>
        <legend>{isAgain ? 'Which of what the target has' : 'Which of what both have'}</legend>
        <label className="choice">
          <input
            type="radio"
            checked={form.which === 'affected'}
            onChange={() => change({ which: 'affected' })}
          />
          only what the present images touch
        </label>
        <label className="choice">
          <input type="radio" checked={form.which === 'all'} onChange={() => change({ which: 'all' })} />
          everything
        </label>
      </fieldset>
      <label className="choice">
        <input
          type="checkbox"
          checked={form.atomic}
          onChange={(event) => change({ atomic: event.target.checked })}
        />
        Publish all at once, when every build ended well
      </label>
      <FormField
        name="rebuild-cause"
        label="Cause: why, for those who read it later"
        problem={problems.cause}
      >
        {(field) => (
          <input {...field} value={form.cause} onChange={(event) => change({ cause: event.target.value })} />
        )}
      </FormField>
      <FormField
        name="rebuild-slots"
        label="Slots: how many builds run at once, for the estimate; nothing: those of the workers"
        problem={problems.slots}
      >
        {(field) => (
          <input
            {...field}
            inputMode="numeric"
            value={form.slots}
            onChange={(event) => change({ slots: event.target.value })}
          />
        )}
      </FormField>
    </>
  );
}

type LockFileProps = Pick<FieldsProps, 'form' | 'change'> & { readonly problem: string | undefined };

function LockFile({ form: { lockName, lockText }, problem, change }: LockFileProps) {
  const read = async (files: FileList | null): Promise<void> => {
    const [file] = files ?? [];
    change(
      file === undefined
        ? { lockName: null, lockText: '' }
        : { lockName: file.name, lockText: await file.text() },
    );
  };
  return (
    <>
      <FormField
        name="rebuild-lock"
        label="Lock file: only what a requirements.txt, uv.lock or pylock.toml names; pasted, or chosen below"
        problem={problem}
      >
        {(field) => (
          <textarea
            {...field}
            spellCheck={false}
            value={lockText}
            onChange={(event) => change({ lockName: null, lockText: event.target.value })}
          />
        )}
      </FormField>
      <div className="form-end">
        <input
          type="file"
          aria-label="Choose a lock file"
          accept=".txt,.lock,.toml"
          onChange={(event) => void read(event.target.files)}
        />
        {lockText.trim() !== '' && (
          <span className="aside">read as {lockName ?? nameLockFile(lockText)}</span>
        )}
      </div>
    </>
  );
}
