import { buildStateNames } from '../../domain/build-state.ts';
import { useQueue } from '../farm/farm-state.ts';
import { showAt } from '../navigation/address.ts';
import { StateCount } from '../words/state-count.tsx';
import { overviewPath, toggleState, type BuildFilter } from './build-filter.ts';

/** How many builds are in each state; each figure filters by it. */
export function FarmFigures({ filter }: { readonly filter: BuildFilter }) {
  const { data: queue } = useQueue();
  return (
    <fieldset className="counts" aria-label="Builds by state">
      {buildStateNames.map((name) => (
        <StateCount
          key={name}
          name={name}
          builds={queue?.builds[name] ?? null}
          isPressed={filter.states.includes(name)}
          onPress={() => showAt(overviewPath(toggleState(filter, name)))}
        />
      ))}
    </fieldset>
  );
}
