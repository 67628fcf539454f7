import type { LearnedRecipeView } from '../../http/contract/learned-recipe.ts';
import type { ProjectView } from '../../http/contract/project.ts';
import type { RecipeView } from '../../http/contract/recipe.ts';
import { Link } from '../navigation/link.tsx';
import { learnedPath } from '../navigation/page-address.ts';

/** What builds of the project get besides the default: what somebody wrote, and what the farm learned. */
export const ProjectRecipes = ({ view: { recipe, learned } }: { readonly view: ProjectView }) => (
  <section aria-label="Recipe">
    <h2>Recipe</h2>
    {recipe === null ? (
      <p className="nothing">
        Nobody has written one{learned.length === 0 && ', and nothing was learned: it builds by default'}.
      </p>
    ) : (
      <Recipe recipe={recipe} />
    )}
    {learned.length > 0 && (
      <>
        <h3>Learned</h3>
        <ul>
          {learned.map((each) => (
            <li key={each.target}>
              <Link to={learnedPath(each)}>{each.target}</Link>: {describeLearned(each)}
            </li>
          ))}
        </ul>
      </>
    )}
  </section>
);

function Recipe({ recipe }: { readonly recipe: RecipeView }) {
  const facts: readonly (readonly [name: string, lines: readonly string[]])[] = [
    [
      'OS packages',
      Object.entries(recipe.systemPackages).map(
        ([system, packages]) => `${system}: ${packages.join(', ') || 'none'}`,
      ),
    ],
    ['environment', Object.entries(recipe.environment).map(([name, value]) => `${name}=${value}`)],
    ['config settings', Object.entries(recipe.configSettings).map(([name, value]) => `${name}=${value}`)],
    ['patches', recipe.patches.map(({ name, versions }) => `${name} (${versions || 'every version'})`)],
    ['limits', Object.entries(recipe.limits).map(([name, value]) => `${name}: ${value}`)],
    ['smoke imports', recipe.smokeImports],
  ];
  return (
    <>
      <p className="sentence">{recipe.reason}</p>
      <dl className="facts">
        {facts
          .filter(([, lines]) => lines.length > 0)
          .map(([name, lines]) => (
            <Fact key={name} name={name} lines={lines} />
          ))}
      </dl>
    </>
  );
}

const Fact = ({ name, lines }: { readonly name: string; readonly lines: readonly string[] }) => (
  <>
    <dt>{name}</dt>
    <dd>
      {lines.map((line) => (
        <div key={line}>
          <code>{line}</code>
        </div>
      ))}
    </dd>
  </>
);

function describeLearned({ packages, extraRequires, loosened, isOverruled }: LearnedRecipeView): string {
  const parts = [
    ...packages.map((each) => each.package),
    ...extraRequires.map((each) => `requires ${each}`),
    ...loosened.map((each) => `any version of ${each}`),
  ];
  return `${parts.join(', ') || 'builds without any OS package'}${isOverruled ? ' (the recipe says otherwise)' : ''}`;
}
