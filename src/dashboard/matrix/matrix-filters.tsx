import { useMemo } from 'react';
import { buildStateNames } from '../../domain/build-state.ts';
import { showAt } from '../navigation/address.ts';
import { StateCount } from '../words/state-count.tsx';
import { toggle } from '../words/toggle.ts';
import {
  countCauses,
  countStates,
  listOwners,
  matrixPath,
  wholeMatrix,
  type CauseCount,
  type MatrixFilter,
} from './matrix-filter.ts';
import { plainWords } from '../../domain/plain-words.ts';
import type { Matrix } from './matrix-rows.ts';

type FiltersProps = { readonly matrix: Matrix; readonly filter: MatrixFilter };

/** The signs with their meaning, each of which filters; and what else may be looked for. */
export function MatrixFilters({ matrix, filter }: FiltersProps) {
  const states = useMemo(() => countStates(matrix), [matrix]);
  const { kinds, causes } = useMemo(() => countCauses(matrix), [matrix]);
  const owners = useMemo(() => listOwners(matrix), [matrix]);
  const show = (change: Partial<MatrixFilter>): void => showAt(matrixPath({ ...filter, ...change }));
  const isKnown = [...kinds, ...causes].some(({ cause }) => cause === filter.cause);
  return (
    <>
      <fieldset className="counts" aria-label="Cells by state">
        {buildStateNames.map((name) => (
          <StateCount
            key={name}
            name={name}
            builds={states.get(name) ?? 0}
            isPressed={filter.states.includes(name)}
            onPress={() => show({ states: toggle(filter.states, name) })}
          />
        ))}
      </fieldset>
      <form className="filters" aria-label="What to show" onSubmit={(event) => event.preventDefault()}>
        <label>
          Project
          <input
            type="search"
            value={filter.text}
            spellCheck={false}
            onChange={(event) => show({ text: event.target.value })}
          />
        </label>
        <label>
          Target
          <select
            value={filter.target ?? ''}
            onChange={(event) => show({ target: event.target.value || null })}
          >
            <option value="">all</option>
            {matrix.targets.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          Failed of
          <select
            value={filter.cause ?? ''}
            onChange={(event) => show({ cause: event.target.value || null })}
          >
            <option value="">anything</option>
            {filter.cause !== null && !isKnown && (
              <option value={filter.cause}>{plainWords(filter.cause)}</option>
            )}
            <CauseOptions label="Kinds" causes={kinds} />
            <CauseOptions label="Causes" causes={causes} />
          </select>
        </label>
        <label>
          Asked for by
          <select
            value={filter.owner ?? ''}
            onChange={(event) => show({ owner: event.target.value || null })}
          >
            <option value="">anybody</option>
            {filter.owner !== null && !owners.includes(filter.owner) && (
              <option value={filter.owner}>{plainWords(filter.owner)}</option>
            )}
            {owners.map((name) => (
              <option key={name} value={name}>
                {plainWords(name)}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          disabled={matrixPath(filter) === '/matrix'}
          onClick={() => showAt(matrixPath(wholeMatrix))}
        >
          Show all
        </button>
      </form>
    </>
  );
}

type CauseOptionsProps = { readonly label: string; readonly causes: readonly CauseCount[] };

const CauseOptions = ({ label, causes }: CauseOptionsProps) =>
  causes.length === 0 ? null : (
    <optgroup label={label}>
      {causes.map(({ cause, builds }) => (
        <option key={cause} value={cause}>
          {plainWords(cause)} ({builds})
        </option>
      ))}
    </optgroup>
  );
