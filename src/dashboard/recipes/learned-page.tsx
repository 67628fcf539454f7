import type { LearnedRecipeDetail } from '../../http/contract/learned-recipe.ts';
import { useMay } from '../farm/farm-state.ts';
import { useForgetLearned, useLearnedRecipe } from '../farm/recipes.ts';
import { ConfirmButton } from '../words/confirm-button.tsx';
import { Copyable } from '../words/copyable.tsx';
import { MayNot } from '../words/may-not.tsx';
import { Trouble } from '../words/trouble.tsx';
import { FileDiff } from './file-diff.tsx';
import { LearnedOn } from './learned-on.tsx';
import { Waiting } from '../words/waiting.tsx';
import { PageHead } from '../words/page-head.tsx';

type LearnedProps = {
  readonly project: string;
  /** The one that the address names. */ readonly target: string;
};

/** What was learned of a project: for a person to read, and to accept as a recipe or have forgotten. */
export function LearnedPage({ project, target }: LearnedProps) {
  const { data, error } = useLearnedRecipe(project);
  const recipes = data?.recipes.toSorted(
    (one, other) => Number(other.target === target) - Number(one.target === target),
  );
  return (
    <>
      <PageHead name={`What was learned of ${project}`} />
      {data === undefined ? (
        <Waiting problem={error} />
      ) : (
        <>
          {recipes?.map((recipe) => (
            <LearnedOn key={recipe.target} recipe={recipe} />
          ))}
          <Proposal learned={data} target={target} />
        </>
      )}
    </>
  );
}

function Proposal({ learned, target }: { readonly learned: LearnedRecipeDetail; readonly target: string }) {
  const { project, present, proposal, recipes } = learned;
  const mayForget = useMay('build');
  const { mutate, isPending, error } = useForgetLearned(project);
  const isAccepted = present === proposal;
  return (
    <section aria-labelledby="proposal">
      <h2 id="proposal">{project}.yaml</h2>
      {isAccepted ? (
        <p className="notice notice-good">
          The recipe that the farm runs with names the OS packages for each of these targets: there is nothing
          to accept. What was learned is not used.
        </p>
      ) : (
        <>
          <p>
            {present === null
              ? 'The project has no recipe. This would be it:'
              : 'The present recipe, with what was learned and it does not name:'}
          </p>
          <FileDiff name={`${project}.yaml`} before={present ?? ''} after={proposal} />
          <p className="aside">
            The farm writes no recipes. Put the file into its folder of recipes, read it, commit it and start
            the farm anew; from then on it says <em>in a recipe</em> here.
          </p>
          <Copyable
            text={`wheelyard recipes accept ${project}`}
            label="Copy the command that writes the file"
          />
        </>
      )}
      <div className="form-end">
        {!isAccepted && (
          <a className="button" href={`/api/learned-recipes/${project}/file`} download={`${project}.yaml`}>
            Accept: download {project}.yaml
          </a>
        )}
        <ConfirmButton
          question={`The next build learns it again. Forget what was learned on ${target}?`}
          answer="Forget it"
          disabled={mayForget !== true || isPending || !recipes.some((recipe) => recipe.target === target)}
          onConfirm={() => mutate(target)}
        >
          {`Forget on ${target}`}
        </ConfirmButton>
        {recipes.length > 1 && (
          <ConfirmButton
            question="The next builds learn it again. Forget what was learned on every target?"
            answer="Forget all of it"
            disabled={mayForget !== true || isPending}
            onConfirm={() => mutate(null)}
          >
            Forget on all
          </ConfirmButton>
        )}
        <MayNot scope="build" to="to have it forgotten" />
        <Trouble problem={error} />
      </div>
    </section>
  );
}
