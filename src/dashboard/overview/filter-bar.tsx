import { plainWords } from '../../domain/plain-words.ts';
import type { SubmitEvent } from 'react';
import { useTargets } from '../farm/farm-state.ts';
import { showAt } from '../navigation/address.ts';
import { everyBuild, overviewPath, type BuildFilter } from './build-filter.ts';
import { withChosen } from '../words/with-chosen.ts';

export function FilterBar({ filter }: { readonly filter: BuildFilter }) {
  const { data } = useTargets();
  const offered = data?.targets.filter(({ isOffered }) => isOffered).map(({ name }) => name) ?? [];
  const showProject = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const project = new FormData(event.currentTarget).get('project');
    const name = typeof project === 'string' ? project.trim() : '';
    showAt(overviewPath({ ...filter, project: name === '' ? null : name }));
  };
  const isFiltered = overviewPath(filter) !== '/';
  return (
    <form className="filters" onSubmit={showProject} aria-label="Which builds to show">
      <label>
        Project
        <input key={filter.project} name="project" defaultValue={filter.project ?? ''} spellCheck={false} />
      </label>
      <label>
        Target
        <select
          value={filter.target ?? ''}
          onChange={(event) => showAt(overviewPath({ ...filter, target: event.target.value || null }))}
        >
          <option value="">all</option>
          {withChosen(offered, filter.target ?? '').map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {filter.cause !== null && (
        <button
          type="button"
          aria-label={`No longer only those that failed of ${filter.cause}`}
          onClick={() => showAt(overviewPath({ ...filter, cause: null }))}
        >
          {plainWords(filter.cause)} ✕
        </button>
      )}
      <button type="submit">Filter</button>
      <button type="button" disabled={!isFiltered} onClick={() => showAt(overviewPath(everyBuild))}>
        Show all
      </button>
    </form>
  );
}
