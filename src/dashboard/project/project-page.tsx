import { useBuilds } from '../farm/builds.ts';
import { useProject } from '../farm/projects.ts';
import { Link } from '../navigation/link.tsx';
import { indexPagePath, newBuildPath } from '../navigation/page-address.ts';
import { everyBuild, overviewPath } from '../overview/build-filter.ts';
import { BuildTable } from '../overview/build-table.tsx';
import { count } from '../words/measures.ts';
import { ProjectFiles } from './project-files.tsx';
import { ProjectRecipes } from './project-recipes.tsx';
import { ProjectTargets } from './project-targets.tsx';
import { ReleaseTable } from './release-table.tsx';
import { PageHead } from '../words/page-head.tsx';
import { Waiting } from '../words/waiting.tsx';
import { MoreButton } from '../words/more-button.tsx';
import { plainWords } from '../../domain/plain-words.ts';

/** All that the farm knows of one project. */
export function ProjectPage({ name }: { readonly name: string }) {
  const list = useProject(name);
  const { data, error } = list;
  const [first] = data?.pages ?? [];
  const releases = data?.pages.flatMap((page) => page.releases) ?? [];
  return (
    <>
      <PageHead name={name} />
      {first === undefined && <Waiting problem={error} />}
      {first !== undefined && (
        <>
          {first.statuses.map(({ index, status, reason }) => (
            <p key={index} className="notice">
              {status} in <Link to={indexPagePath(index)}>{index}</Link>
              {reason !== undefined && `: ${plainWords(reason)}`}
            </p>
          ))}
          <p className="summary">
            {first.requesters.length > 0 && 'Asked for by '}
            {first.requesters.slice(0, 5).map(({ name: by, builds }, index) => (
              <span key={by}>
                {index > 0 && ', '}
                {by} <span className="figure">({count(builds, 'build')})</span>
              </span>
            ))}
            {first.requesters.length > 5 && ` and ${first.requesters.length - 5} more`}
            {first.requesters.length > 0 && ' · '}
            <Link to={newBuildPath(`${name}==`)}>build a version</Link>
          </p>
          <ProjectTargets project={name} targets={first.targets} />
          <ReleaseTable releases={releases} targets={first.targets} />
          <MoreButton list={list}>Show older releases</MoreButton>
          <NewestBuilds project={name} />
          <ProjectFiles releases={releases} />
          <ProjectRecipes view={first} />
        </>
      )}
    </>
  );
}

const mostBuilds = 10;

function NewestBuilds({ project }: { readonly project: string }) {
  const filter = { ...everyBuild, project };
  const { data } = useBuilds(filter);
  const builds = data?.pages[0]?.builds ?? [];
  if (builds.length === 0) return null;
  return (
    <section aria-label="Newest builds">
      <h2>Newest builds</h2>
      <BuildTable builds={builds.slice(0, mostBuilds)} />
      {builds.length > mostBuilds && (
        <p>
          <Link to={overviewPath(filter)}>All builds of {project}</Link>
        </p>
      )}
    </section>
  );
}
