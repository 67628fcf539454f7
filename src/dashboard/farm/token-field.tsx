import { useState, type SubmitEvent } from 'react';
import { Trouble } from '../words/trouble.tsx';
import { useCaller, useSession } from './farm-state.ts';

/** Where somebody logs in with a token, or who the page speaks for and how to stop that. */
export function TokenField() {
  const [typed, setTyped] = useState('');
  const caller = useCaller();
  const { mutate, isPending, error } = useSession();
  if (caller?.kind === 'token') {
    return (
      <div className="token">
        <output>{`${caller.token.name} (${caller.token.scopes.join(', ')})`}</output>
        <button type="button" disabled={isPending} onClick={() => mutate(null)}>
          Log out
        </button>
      </div>
    );
  }
  const logIn = (event: SubmitEvent): void => {
    event.preventDefault();
    if (typed.trim() === '') return;
    // Kept nowhere here: from now on the browser's cookie stands for it.
    mutate(typed.trim(), { onSettled: () => setTyped('') });
  };
  return (
    <form className="token" onSubmit={logIn}>
      <Trouble problem={error} />
      <input
        type="password"
        aria-label="Token"
        placeholder="Token, to change things"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" disabled={isPending}>
        Log in
      </button>
    </form>
  );
}
