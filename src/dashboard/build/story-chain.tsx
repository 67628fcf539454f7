import { tellStory, type StoryLink } from '../../domain/attempt-story.ts';
import { plainWords } from '../../domain/plain-words.ts';
import type { AttemptView } from '../../http/contract/attempt.ts';
import { describeOutcome } from './describe-outcome.ts';

/** How the farm came to what made the build pass: what failed, what it added for that, and what came of it. */
export function StoryChain({ attempts }: { readonly attempts: readonly AttemptView[] }) {
  const links = tellStory(
    attempts.map(({ outcome, ...attempt }) => ({
      ...attempt,
      end: outcome && { words: describeOutcome(outcome), isGood: outcome.kind !== 'failed' },
    })),
  );
  if (links.length === 0) return null;
  return (
    <ol className="story" aria-label="Story">
      {links.map((link, index) => (
        <li key={index} className={`story-${link.kind}`}>
          {describeLink(link)}
        </li>
      ))}
    </ol>
  );
}

function describeLink(link: StoryLink): string {
  switch (link.kind) {
    case 'attempt':
      return `${link.id} ${link.words}`;
    case 'added':
      return plainWords(`+ ${link.packages.join(', ')}`);
    case 'dropped':
      return plainWords(`− ${link.packages.join(', ')}`);
  }
}
