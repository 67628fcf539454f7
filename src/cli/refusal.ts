import { Problem, problemMediaType } from '../http/contract/problem.ts';
import { FarmOutage, FarmRefusal, NotAFarm } from './farm-errors.ts';

/** What a reply that is no success means for the user. */
export function explainRefusal(reply: {
  readonly url: URL;
  readonly response: Response;
  readonly text: string;
}): Error {
  const { url, response } = reply;
  const { status } = response;
  const problem = response.headers.get('content-type')?.startsWith(problemMediaType)
    ? parseProblem(reply.text)
    : null;
  if (status >= 500) {
    return new FarmOutage(
      `the farm at ${url.href} is out of order (HTTP ${status})${problem === null ? '' : `: ${problem.detail}`}`,
    );
  }
  if (status < 400) {
    const location = response.headers.get('location');
    return new NotAFarm(
      `${url.href} sends us on${location === null ? '' : ` to ${location.slice(0, 200)}`}: give the farm's own address with --url`,
    );
  }
  if (problem === null) return new NotAFarm(`what answers at ${url.href} is no farm (HTTP ${status})`);
  if (status !== 401) return new FarmRefusal(problem);
  return new FarmRefusal({
    ...problem,
    detail: `${problem.detail}; give one with --token or WHEELYARD_TOKEN`,
  });
}

function parseProblem(text: string): Problem | null {
  try {
    return Problem.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
