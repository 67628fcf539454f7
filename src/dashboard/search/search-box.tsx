import { useId, useRef, useState, type FocusEvent, type KeyboardEvent, type SubmitEvent } from 'react';
import { longestSearch } from '../../domain/search-query.ts';
import { useSearch } from '../farm/projects.ts';
import { goTo } from '../navigation/address.ts';
import { searchPath } from '../navigation/page-address.ts';
import { stateGlyphs } from '../words/state-glyphs.ts';
import { listHits, type SearchHit } from './search-hits.ts';
import { useSettled } from './use-settled.ts';

const mostOfEach = 6;

/** Finds while one types; Enter opens what is chosen, or the page with all. As WAI-ARIA's combobox pattern says. */
export function SearchBox() {
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const settled = useSettled(text.trim());
  const { data, error } = useSearch(settled, mostOfEach);
  const hits = data === undefined || settled === '' ? [] : listHits(data);
  const isShown = isOpen && text.trim() !== '' && settled !== '';

  const leave = (path: string): void => {
    setIsOpen(false);
    setText('');
    input.current?.blur();
    goTo(path);
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const chosen = isShown ? hits[active] : undefined;
    if (chosen !== undefined) leave(chosen.path);
    else if (text.trim() !== '') leave(searchPath(text.trim()));
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      if (!isShown) input.current?.blur();
      setIsOpen(false);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setIsOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((at) => Math.max(-1, Math.min(hits.length - 1, at + step)));
    }
  };
  const close = (event: FocusEvent<HTMLFormElement>): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) setIsOpen(false);
  };
  return (
    <form className="search" role="search" onSubmit={submit} onBlur={close}>
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label="Search projects, builds and failures"
        aria-expanded={isShown}
        aria-controls={list}
        aria-activedescendant={isShown && active >= 0 ? `${list}-${active}` : undefined}
        aria-keyshortcuts="/"
        placeholder="Search   /"
        autoComplete="off"
        spellCheck={false}
        maxLength={longestSearch}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(-1);
          setIsOpen(true);
        }}
        onFocus={() => setIsOpen(true)}
        onKeyDown={press}
      />
      <div className="search-hits" hidden={!isShown}>
        <div id={list} role="listbox" aria-label="What was found">
          {hits.map((hit, index) => (
            <Hit
              key={`${hit.group}${hit.path}`}
              hit={hit}
              id={`${list}-${index}`}
              isFirst={hits[index - 1]?.group !== hit.group}
              isActive={index === active}
              onChoose={() => leave(hit.path)}
            />
          ))}
        </div>
        <p className="aside" role="status">
          {describeEnd({ error, isKnown: data !== undefined, hits: hits.length })}
        </p>
      </div>
    </form>
  );
}

type HitProps = {
  readonly hit: SearchHit;
  readonly id: string;
  readonly isFirst: boolean;
  readonly isActive: boolean;
  readonly onChoose: () => void;
};

/** The keyboard stays in the field; the pointer chooses before the field has lost it. */
const Hit = ({ hit: { group, name, state, detail }, id, isFirst, isActive, onChoose }: HitProps) => (
  <div
    id={id}
    role="option"
    tabIndex={-1}
    aria-selected={isActive}
    className="search-hit"
    onMouseDown={(event) => {
      event.preventDefault();
      onChoose();
    }}
  >
    <span className="search-group">{isFirst && group}</span>
    <span className="search-name">
      {state !== null && <span className={`state-${state}`}>{stateGlyphs[state]} </span>}
      {name}
    </span>
    <span className="search-detail sentence">{detail}</span>
  </div>
);

function describeEnd(found: {
  readonly error: Error | null;
  readonly isKnown: boolean;
  readonly hits: number;
}): string {
  if (found.error !== null) return found.error.message;
  if (!found.isKnown) return 'asking the farm…';
  return found.hits === 0 ? 'Nothing was found.' : 'Enter shows all.';
}
