import { buildStateNames, type BuildStateName } from '../../domain/build-state.ts';
import { useQueue } from '../farm/farm-state.ts';
import { showAt } from '../navigation/address.ts';
import { StateMark } from '../words/state-mark.tsx';
import { overviewPath, toggleState, type BuildFilter } from './build-filter.ts';

/** How many builds are in each state; each figure filters by it. */
export function FarmFigures({ filter }: { readonly filter: BuildFilter }) {
  const { data: queue } = useQueue();
  return (
    <fieldset className="counts" aria-label="Builds by state">
      {buildStateNames.map((name) => (
        <StateCount key={name} name={name} filter={filter} builds={queue?.builds[name]} />
      ))}
    </fieldset>
  );
}

type StateCountProps = {
  readonly name: BuildStateName;
  readonly filter: BuildFilter;
  readonly builds: number | undefined;
};

const StateCount = ({ name, filter, builds }: StateCountProps) => (
  <button
    type="button"
    className="count"
    aria-pressed={filter.states.includes(name)}
    onClick={() => showAt(overviewPath(toggleState(filter, name)))}
  >
    <span className="figure">{builds?.toLocaleString('en') ?? '·'}</span>
    <StateMark name={name} />
  </button>
);
