import type { LearnedRecipeView } from '../../http/contract/learned-recipe.ts';
import { useLearnedRecipes } from '../farm/recipes.ts';
import { Link } from '../navigation/link.tsx';
import { buildPath, learnedPath } from '../navigation/page-address.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { renderVersions } from './render-versions.ts';
import { Waiting } from '../words/waiting.tsx';
import { MoreButton } from '../words/more-button.tsx';
import { TableHead } from '../words/table-head.tsx';

/** OS packages that made builds pass without a recipe, by project and target. */
export function LearnedRecipes() {
  const list = useLearnedRecipes();
  const recipes = list.data?.pages.flatMap((page) => page.recipes);
  return (
    <section aria-labelledby="learned">
      <h2 id="learned">Learned by the farm</h2>
      <p className="aside">They hold already. Accepted, they are a file that people can read and change.</p>
      {recipes === undefined && <Waiting problem={list.error} />}
      {recipes?.length === 0 && (
        <p className="nothing">
          Nothing yet: when a build without a recipe passes with OS packages that the farm found, they stand
          here.
        </p>
      )}
      {recipes !== undefined && recipes.length > 0 && (
        <table className="stacked">
          <TableHead columns={['Project', 'Target', 'OS packages', 'State', 'Rests on']} />
          <tbody>
            {recipes.map((recipe) => (
              <LearnedRow key={`${recipe.project}/${recipe.target}`} recipe={recipe} />
            ))}
          </tbody>
        </table>
      )}
      <MoreButton list={list}>Show more recipes</MoreButton>
    </section>
  );
}

const LearnedRow = ({ recipe }: { readonly recipe: LearnedRecipeView }) => (
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
      <Link to={buildPath(recipe.build)}>build {recipe.build}</Link>, <TimeAgo at={recipe.learnedAt} /> ago
    </td>
  </tr>
);
