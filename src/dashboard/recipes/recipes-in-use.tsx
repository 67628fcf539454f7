import { useState } from 'react';
import type { RecipeView } from '../../http/contract/recipe.ts';
import { useRecipe, useRecipes } from '../farm/recipes.ts';
import { everyBuild, overviewPath } from '../overview/build-filter.ts';
import { Link } from '../navigation/link.tsx';
import { Waiting } from '../words/waiting.tsx';
import { MoreButton } from '../words/more-button.tsx';

/** What people wrote, each with why; the whole file when it is asked for. */
export function RecipesInUse() {
  const list = useRecipes();
  const recipes = list.data?.pages.flatMap((page) => page.recipes);
  return (
    <section aria-labelledby="recipes-in-use">
      <h2 id="recipes-in-use">In use</h2>
      {recipes === undefined && <Waiting problem={list.error} />}
      {recipes?.length === 0 && (
        <p className="nothing">
          None: a recipe is a file in the folder of recipes, read when the farm starts.
        </p>
      )}
      <ul className="recipes">
        {recipes?.map((recipe) => (
          <li key={recipe.project}>
            <RecipeInUse recipe={recipe} />
          </li>
        ))}
      </ul>
      <MoreButton list={list}>Show more recipes</MoreButton>
    </section>
  );
}

function RecipeInUse({ recipe: { project, reason } }: { readonly recipe: RecipeView }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <h3>{project}</h3>
      <p className="sentence">{reason}</p>
      <p>
        <button
          type="button"
          className="quiet"
          aria-expanded={isOpen}
          aria-label={`The recipe of ${project}`}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? '▾' : '▸'} {project}.yaml
        </button>{' '}
        · <Link to={overviewPath({ ...everyBuild, project })}>its builds</Link>
      </p>
      {isOpen && <RecipeText project={project} />}
    </>
  );
}

function RecipeText({ project }: { readonly project: string }) {
  const { data, error } = useRecipe(project);
  if (data === undefined) return <Waiting problem={error} />;
  return <pre className="file">{data.yaml}</pre>;
}
