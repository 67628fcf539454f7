import type { LearnedRecipeView } from '../../http/contract/learned-recipe.ts';
import { Link } from '../navigation/link.tsx';
import { buildPath, targetPath } from '../navigation/page-address.ts';
import { everyBuild, overviewPath } from '../overview/build-filter.ts';
import { count } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { renderVersions } from './render-versions.ts';

/** What was learned on one target, and the builds that it rests on. */
export function LearnedOn({ recipe }: { readonly recipe: LearnedRecipeView }) {
  const { project, target, packages, extraRequires, loosened, build, attempts, learnedAt } = recipe;
  return (
    <section aria-label={`On ${target}`}>
      <h2>
        <Link to={targetPath(target)}>{target}</Link>
      </h2>
      <p>
        Rests on <Link to={buildPath(build)}>build {build}</Link>, which passed after{' '}
        {count(attempts, 'attempt')} <TimeAgo at={learnedAt} /> ago; seen to work for {renderVersions(recipe)}
        . ·{' '}
        <Link to={overviewPath({ ...everyBuild, project, target, states: ['succeeded'] })}>
          its good builds
        </Link>
      </p>
      <p>{recipe.isOverruled ? '✓ in a recipe: a person has decided' : '○ learned, and in force'}</p>
      <ul className="learned-packages">
        {packages.map(({ package: name, wants }) => (
          <li key={name}>
            <code>{name}</code> for {wants.kind} <code>{wants.name}</code>
          </li>
        ))}
        {packages.length === 0 && <li>no OS package is needed</li>}
        {extraRequires.map((requirement) => (
          <li key={requirement}>
            given <code>{requirement}</code>, which it does not name
          </li>
        ))}
        {loosened.map((name) => (
          <li key={name}>
            bound on <code>{name}</code> not held
          </li>
        ))}
      </ul>
    </section>
  );
}
