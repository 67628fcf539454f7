/** Why something is not shown or not done, in the farm's own sentence. */
export const Trouble = ({ problem }: { readonly problem: Error | null }) =>
  problem === null ? null : (
    <p className="trouble" role="alert">
      {problem.message}
    </p>
  );
