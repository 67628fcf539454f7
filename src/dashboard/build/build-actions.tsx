import { isFinal } from '../../domain/build-state.ts';
import type { BuildView } from '../../http/contract/build.ts';
import { useBuildAction } from '../farm/builds.ts';
import { useCaller, useMay } from '../farm/farm-state.ts';
import { Trouble } from '../words/trouble.tsx';
import { MayNot } from '../words/may-not.tsx';

const names = { retry: 'Retry', rebuild: 'Build again', cancel: 'Cancel' } as const;

/** What may be done with the build now; those who may not are told why. */
export function BuildActions({ build }: { readonly build: BuildView }) {
  const caller = useCaller();
  const mayChange = useMay('build') === true;
  const { mutate, isPending, error } = useBuildAction(build.id);
  if (caller === null) return null;
  return (
    <div className="actions">
      {build.actions.map((action) => (
        <button
          key={action}
          type="button"
          disabled={isPending || !mayChange}
          aria-describedby={mayChange ? undefined : 'why-not'}
          onClick={() => mutate(action)}
        >
          {names[action]}
        </button>
      ))}
      {build.actions.length > 0 && <MayNot scope="build" to="to change it" id="why-not" />}
      {build.actions.length === 0 && !isFinal(build.state.name) && (
        <span className="aside">It can't be stopped now.</span>
      )}
      <Trouble problem={error} />
    </div>
  );
}
