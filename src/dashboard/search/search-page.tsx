import { longestSearch } from '../../domain/search-query.ts';
import { useSearch } from '../farm/projects.ts';
import { showAt, useAddress } from '../navigation/address.ts';
import { Link } from '../navigation/link.tsx';
import { searchPath } from '../navigation/page-address.ts';
import { count } from '../words/measures.ts';
import { StateMark } from '../words/state-mark.tsx';
import { Trouble } from '../words/trouble.tsx';
import { listHits, type SearchHit } from './search-hits.ts';
import { useSettled } from './use-settled.ts';
import { PageHead } from '../words/page-head.tsx';

const mostOfEach = 200;

/** All that is found; what is looked for stands in the address. */
export function SearchPage() {
  const text = (useAddress().searchParams.get('q') ?? '').slice(0, longestSearch);
  const settled = useSettled(text.trim());
  const { data, error, isPlaceholderData } = useSearch(settled, mostOfEach);
  const hits = data === undefined || settled === '' ? [] : listHits(data);
  const groups = [...Map.groupBy(hits, ({ group }) => group)];
  const hasMore = data !== undefined && Object.values(data.hasMore).some(Boolean);
  return (
    <>
      <PageHead name="Search" title={`${text === '' ? 'Search' : text} · Wheelyard`} />
      <form className="filters" aria-label="Search all" onSubmit={(event) => event.preventDefault()}>
        <label>
          A project, #17, lxml 5.3, a file, or words of a failure
          <input
            type="search"
            className="search-field"
            value={text}
            maxLength={longestSearch}
            spellCheck={false}
            onChange={(event) => showAt(searchPath(event.target.value))}
          />
        </label>
      </form>
      <Trouble problem={error} />
      <output className="aside" aria-busy={settled !== '' && data === undefined && error === null}>
        {settled !== '' &&
          data !== undefined &&
          !isPlaceholderData &&
          describeFound({ hits: hits.length, hasMore })}
      </output>
      {groups.map(([group, found]) => (
        <section key={group} aria-label={group}>
          <h2>{group}</h2>
          <ul className="found">
            {found.map((hit) => (
              <Found key={hit.path} hit={hit} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function describeFound({ hits, hasMore }: { readonly hits: number; readonly hasMore: boolean }): string {
  if (hits === 0)
    return 'Nothing was found. Of failures every word is looked for that has three characters or more.';
  const more = `; of each kind the first ${mostOfEach} are shown, and more words find less`;
  return `${count(hits, 'place')}${hasMore ? more : ''}.`;
}

const Found = ({ hit: { path, name, state, detail } }: { readonly hit: SearchHit }) => (
  <li>
    <Link to={path}>{name}</Link> {state !== null && <StateMark name={state} />}{' '}
    <span className="sentence">{detail}</span>
  </li>
);
