import { useCallback, useRef, useState, type SubmitEvent } from 'react';
import { longestSearch } from '../../domain/search-query.ts';
import { useSearch } from '../farm/projects.ts';
import { goTo } from '../navigation/address.ts';
import { Link } from '../navigation/link.tsx';
import { searchPath } from '../navigation/page-address.ts';
import { stateGlyphs } from '../words/state-glyphs.ts';
import { listHits, type SearchHit } from './search-hits.ts';
import { useHitKeys } from './use-hit-keys.ts';
import { useSettled } from './use-settled.ts';

const mostOfEach = 6;

/** Finds while one types; the arrow keys go to what was found, Enter opens the page with all. */
export function SearchBox() {
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const box = useRef<HTMLElement>(null);
  const close = useCallback(() => setIsOpen(false), []);
  useHitKeys(box, close);
  const settled = useSettled(text.trim());
  const { data, error } = useSearch(settled, mostOfEach);
  const hits = data === undefined || settled === '' ? [] : listHits(data);
  const isShown = isOpen && text.trim() !== '' && settled !== '';

  const showAll = (event: SubmitEvent): void => {
    event.preventDefault();
    if (text.trim() === '') return;
    setIsOpen(false);
    goTo(searchPath(text.trim()));
  };
  return (
    <search className="search" ref={box}>
      <form onSubmit={showAll}>
        <input
          type="search"
          aria-label="Search projects, builds and failures"
          aria-keyshortcuts="/"
          placeholder="Search   /"
          autoComplete="off"
          spellCheck={false}
          maxLength={longestSearch}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setIsOpen(true);
          }}
          onFocus={() => setIsOpen(true)}
        />
      </form>
      <div className="search-hits" hidden={!isShown}>
        <ul>
          {hits.map((hit, index) => (
            <li key={`${hit.group}${hit.path}`}>
              <Hit hit={hit} isFirst={hits[index - 1]?.group !== hit.group} />
            </li>
          ))}
        </ul>
        <output className="aside">
          {describeEnd({ error, isKnown: data !== undefined, hits: hits.length })}
        </output>
      </div>
    </search>
  );
}

type HitProps = { readonly hit: SearchHit; readonly isFirst: boolean };

const Hit = ({ hit: { path, group, name, state, detail }, isFirst }: HitProps) => (
  <Link to={path} className="search-hit">
    <span className="search-group">{isFirst && group}</span>
    <span className="search-name">
      {state !== null && <span className={`state-${state}`}>{stateGlyphs[state]} </span>}
      {name}
    </span>
    <span className="search-detail sentence">{detail}</span>
  </Link>
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
