import { useState, type SubmitEvent } from 'react';
import { TokenRequest } from '../../http/contract/token.ts';
import { useIndexes } from '../farm/indexes.ts';
import { useCreateToken } from '../farm/tokens.ts';
import { Copyable } from '../words/copyable.tsx';
import { Trouble } from '../words/trouble.tsx';
import { describeScope, plainScopes, renderScope } from './describe-scope.ts';
import { FormField } from '../words/form-field.tsx';

type Problems = { readonly name: string | null; readonly scopes: string | null };

const none: Problems = { name: null, scopes: null };

/** A form for a new token; its secret is shown until somebody puts it away, and never again. */
export function CreateToken() {
  const { data: tree } = useIndexes();
  const [problems, setProblems] = useState<Problems>(none);
  const { mutate, isPending, error, data: created, reset } = useCreateToken();
  const create = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const node = textOf(fields, 'node');
    const scopes = [...fields.getAll('scope'), ...(node === '' ? [] : [`upload:${node}`])];
    const wish = TokenRequest.safeParse({ name: textOf(fields, 'name').trim(), scopes });
    if (!wish.success) {
      const problemOf = (field: string): string | null =>
        wish.error.issues.some(({ path }) => path[0] === field) ? (sentences[field] ?? null) : null;
      setProblems({ name: problemOf('name'), scopes: problemOf('scopes') });
      return;
    }
    setProblems(none);
    mutate(wish.data, { onSuccess: () => form.reset() });
  };
  return (
    <section aria-labelledby="token-new">
      <h2 id="token-new">A new token</h2>
      {created !== undefined && (
        <output className="notice notice-good">
          <p>
            <strong>{created.token.name}</strong> may {created.token.scopes.map(renderScope).join(', ')}. Its
            secret is shown only now; the farm keeps no more than its hash.
          </p>
          <Copyable text={created.secret} label={`Copy the secret of ${created.token.name}`} />
          <button type="button" onClick={reset}>
            I have it
          </button>
        </output>
      )}
      <form className="form" onSubmit={create} noValidate>
        <FormField
          name="token-name"
          label="Name: whose it is, or what for"
          problem={problems.name ?? undefined}
        >
          {(field) => <input {...field} name="name" maxLength={64} autoComplete="off" spellCheck={false} />}
        </FormField>
        <fieldset aria-describedby="token-scope-problem">
          <legend>What it may do</legend>
          {plainScopes.map((scope) => (
            <label key={scope} className="choice">
              <input type="checkbox" name="scope" value={scope} />
              {describeScope(scope)}
            </label>
          ))}
          <label className="field">
            Upload into one index only
            <select name="node" defaultValue="">
              <option value="">none</option>
              {tree?.indexes.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <span id="token-scope-problem" className="field-problem" aria-live="polite">
            {problems.scopes}
          </span>
        </fieldset>
        <div className="form-end">
          <button type="submit" className="main" disabled={isPending}>
            Make it
          </button>
          <Trouble problem={error} />
        </div>
      </form>
    </section>
  );
}

function textOf(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}

const sentences: Readonly<Record<string, string>> = {
  name: 'A name has 1 to 64 letters, digits, spaces or _ . @ -',
  scopes: 'Say what it may do.',
};
