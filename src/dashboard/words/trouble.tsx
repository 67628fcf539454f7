import { Refused, Unreachable } from '../farm/ask-farm.ts';

/** Why something is not shown or not done, in the farm's own sentence, and by what the server's log knows it. */
export function Trouble({ problem }: { readonly problem: Error | null }) {
  if (problem === null) return null;
  const request = problem instanceof Refused || problem instanceof Unreachable ? problem.requestId : null;
  return (
    <p className="trouble" role="alert">
      {problem.message}
      {request !== null && <span className="request-id"> (request {request})</span>}
    </p>
  );
}
