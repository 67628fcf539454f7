import { isFinal } from '../../domain/build-state.ts';
import type { WhoAmI } from '../../http/contract/token.ts';
import type { BuildView } from '../../http/contract/build.ts';
import { useBuildAction } from '../farm/builds.ts';
import { useCaller, useMayChange } from '../farm/farm-state.ts';
import { Trouble } from '../words/trouble.tsx';

const names = { retry: 'Retry', rebuild: 'Build again', cancel: 'Cancel' } as const;

/** What may be done with the build now; those who may not are told why. */
export function BuildActions({ build }: { readonly build: BuildView }) {
  const caller = useCaller();
  const mayChange = useMayChange();
  const { mutate, isPending, error } = useBuildAction(build.id);
  if (caller === null) return null;
  const reason = mayChange ? null : explainRefusal(caller);
  return (
    <div className="actions">
      {build.actions.map((action) => (
        <button
          key={action}
          type="button"
          disabled={isPending || reason !== null}
          aria-describedby={reason === null ? undefined : 'why-not'}
          onClick={() => mutate(action)}
        >
          {names[action]}
        </button>
      ))}
      {reason !== null && build.actions.length > 0 && (
        <span id="why-not" className="aside">
          {reason}
        </span>
      )}
      {build.actions.length === 0 && !isFinal(build.state.name) && (
        <span className="aside">It can't be stopped now.</span>
      )}
      <Trouble problem={error} />
    </div>
  );
}

const explainRefusal = (caller: WhoAmI): string =>
  caller.kind === 'token'
    ? `Token ${caller.token.name} lacks the scope build.`
    : 'Log in with a token of the scope build.';
