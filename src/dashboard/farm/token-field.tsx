import { useState, type SubmitEvent } from 'react';
import { useCaller } from './farm-state.ts';
import { keepToken, useToken } from './token.ts';

/** Where a token is typed in, or who the page speaks for and how to stop that. */
export function TokenField() {
  const [typed, setTyped] = useState('');
  const token = useToken();
  const { caller, problem } = useCaller();
  if (token !== null) {
    return (
      <div className="token">
        <output>{problem?.message ?? describeCaller(caller)}</output>
        <button type="button" onClick={() => keepToken(null)}>
          Forget token
        </button>
      </div>
    );
  }
  const keep = (event: SubmitEvent): void => {
    event.preventDefault();
    if (typed.trim() === '') return;
    keepToken(typed.trim());
    setTyped('');
  };
  return (
    <form className="token" onSubmit={keep}>
      <input
        type="password"
        aria-label="Token"
        placeholder="Token, to retry and cancel"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit">Use</button>
    </form>
  );
}

function describeCaller(caller: ReturnType<typeof useCaller>['caller']): string {
  if (caller === null) return 'asking the farm…';
  return caller.kind === 'token'
    ? `${caller.token.name} (${caller.token.scopes.join(', ')})`
    : 'no token reached the farm';
}
