import type { BuildView } from '../../http/contract/build.ts';
import { useBuildAction } from '../farm/builds.ts';
import { useMayChange } from '../farm/farm-state.ts';
import { Trouble } from '../words/trouble.tsx';

const names = { retry: 'Retry', rebuild: 'Build again', cancel: 'Cancel' } as const;

/** What the farm says may be done now, for those whose token lets them. */
export function BuildActions({ build }: { readonly build: BuildView }) {
  const mayChange = useMayChange();
  const { mutate, isPending, error } = useBuildAction(build.id);
  if (!mayChange) return null;
  return (
    <div className="actions">
      {build.actions.map((action) => (
        <button key={action} type="button" disabled={isPending} onClick={() => mutate(action)}>
          {names[action]}
        </button>
      ))}
      <Trouble problem={error} />
    </div>
  );
}
