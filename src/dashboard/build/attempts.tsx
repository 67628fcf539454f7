import type { AttemptView } from '../../http/contract/attempt.ts';
import { AttemptDetails } from './attempt-details.tsx';
import { AttemptTable } from './attempt-table.tsx';
import { StoryChain } from './story-chain.tsx';

type AttemptsProps = { readonly attempts: readonly AttemptView[] };

/** The attempts: how one led to the next, and side by side. */
export const Attempts = ({ attempts }: AttemptsProps) => (
  <section aria-label="Attempts">
    <h2>Attempts</h2>
    <StoryChain attempts={attempts} />
    {attempts.length === 0 ? <p className="nothing">None yet.</p> : <AttemptTable attempts={attempts} />}
  </section>
);

type SeenProps = { readonly build: number; readonly attempts: readonly AttemptView[] };

/** What was seen in each attempt; that of the last ones is open. */
export function SeenInAttempts({ build, attempts }: SeenProps) {
  const newest = new Set([
    attempts.findLast(({ kind }) => kind === 'build')?.id,
    attempts.findLast(({ kind }) => kind === 'verify')?.id,
  ]);
  if (attempts.length === 0) return null;
  return (
    <section aria-label="Evidence">
      <h2>What was seen</h2>
      {attempts.map((attempt) => (
        <AttemptDetails
          key={attempt.id}
          build={build}
          attempt={attempt}
          isOpenAtFirst={newest.has(attempt.id)}
        />
      ))}
    </section>
  );
}
