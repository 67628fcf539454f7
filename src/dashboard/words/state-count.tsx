import type { BuildStateName } from '../../domain/build-state.ts';
import { StateMark } from './state-mark.tsx';

type StateCountProps = {
  readonly name: BuildStateName;
  /** Null: not known yet. */
  readonly builds: number | null;
  readonly isPressed: boolean;
  readonly onPress: () => void;
};

/** How many builds are in a state; pressed, it shows those. */
export const StateCount = ({ name, builds, isPressed, onPress }: StateCountProps) => (
  <button type="button" className="count" aria-pressed={isPressed} onClick={onPress}>
    <span className="figure">{builds?.toLocaleString('en') ?? '·'}</span>
    <StateMark name={name} />
  </button>
);
