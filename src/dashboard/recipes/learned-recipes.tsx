import type { LearnedRecipeView } from '../../http/contract/learned-recipe.ts';
import { useLearnedRecipes } from '../farm/recipes.ts';
import { Link } from '../navigation/link.tsx';
import { buildPath, learnedPath } from '../navigation/page-address.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { Trouble } from '../words/trouble.tsx';
import { useNow } from '../words/use-now.ts';
import { renderVersions } from './render-versions.ts';

/** OS packages that made builds pass without a recipe, by project and target. */
export function LearnedRecipes() {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useLearnedRecipes();
  const now = useNow();
  const recipes = data?.pages.flatMap((page) => page.recipes);
  return (
    <section aria-labelledby="learned">
      <h2 id="learned">Learned by the farm</h2>
      <p className="aside">They hold already. Accepted, they are a file that people can read and change.</p>
      <Trouble problem={recipes === undefined ? error : null} />
      {recipes === undefined && error === null && <p aria-busy="true">Asking the farm…</p>}
      {recipes?.length === 0 && (
        <p className="nothing">
          Nothing yet: when a build without a recipe passes with OS packages that the farm found, they stand
          here.
        </p>
      )}
      {recipes !== undefined && recipes.length > 0 && (
        <table className="learned">
          <thead>
            <tr>
              <th scope="col">Project</th>
              <th scope="col">Target</th>
              <th scope="col">OS packages</th>
              <th scope="col">State</th>
              <th scope="col">Rests on</th>
            </tr>
          </thead>
          <tbody>
            {recipes.map((recipe) => (
              <LearnedRow key={`${recipe.project}/${recipe.target}`} recipe={recipe} now={now} />
            ))}
          </tbody>
        </table>
      )}
      {hasNextPage && (
        <button
          type="button"
          className="more"
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show more
        </button>
      )}
    </section>
  );
}

const LearnedRow = ({ recipe, now }: { readonly recipe: LearnedRecipeView; readonly now: number }) => (
  <tr>
    <th scope="row">
      <Link to={learnedPath(recipe)}>{recipe.project}</Link>{' '}
      <span className="version">{renderVersions(recipe)}</span>
    </th>
    <td className="target">{recipe.target}</td>
    <td>
      <code>{recipe.packages.map(({ package: name }) => name).join(' ') || 'none needed'}</code>
    </td>
    <td>{recipe.isOverruled ? '✓ in a recipe' : '○ to be read'}</td>
    <td>
      <Link to={buildPath(recipe.build)}>build {recipe.build}</Link>,{' '}
      <TimeAgo at={recipe.learnedAt} now={now} /> ago
    </td>
  </tr>
);
