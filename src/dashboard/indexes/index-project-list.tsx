import { useIndexProjects } from '../farm/indexes.ts';
import { showAt, useAddress } from '../navigation/address.ts';
import { Link } from '../navigation/link.tsx';
import { indexPagePath, projectPath } from '../navigation/page-address.ts';
import { useSettled } from '../search/use-settled.ts';
import { count } from '../words/measures.ts';
import { MoreButton } from '../words/more-button.tsx';
import { Waiting } from '../words/waiting.tsx';

const longestName = 128;

/** Projects that an index shows; what they are filtered by stands in the address. */
export function IndexProjectList({ name }: { readonly name: string }) {
  const text = (useAddress().searchParams.get('name') ?? '').slice(0, longestName);
  const settled = useSettled(text.trim());
  const list = useIndexProjects(name, settled);
  const projects = list.data?.pages.flatMap((page) => page.projects);
  return (
    <section aria-label="Projects">
      <h2>Projects</h2>
      <form
        className="filters"
        aria-label="Which projects to show"
        onSubmit={(event) => event.preventDefault()}
      >
        <label>
          Name
          <input
            type="search"
            value={text}
            maxLength={longestName}
            spellCheck={false}
            onChange={({ target: { value } }) =>
              showAt(
                `${indexPagePath(name)}${value === '' ? '' : `?${new URLSearchParams({ name: value }).toString()}`}`,
              )
            }
          />
        </label>
      </form>
      {projects === undefined && <Waiting problem={list.error} />}
      {projects?.length === 0 && (
        <p className="nothing">
          {settled === ''
            ? 'It has none yet: what is built for its targets comes here, or what is uploaded.'
            : 'It has none of that name.'}
        </p>
      )}
      <ul className="index-projects">
        {projects?.map(({ project, files }) => (
          <li key={project}>
            <Link to={projectPath(project)}>{project}</Link>{' '}
            <span className="aside figure">{count(files, 'file')}</span>
          </li>
        ))}
      </ul>
      <MoreButton list={list}>Show more projects</MoreButton>
    </section>
  );
}
