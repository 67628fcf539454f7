import { count } from '../words/measures.ts';
import type { FollowedLog } from './follow-log.ts';
import type { LogSearch } from './use-log-search.ts';

type LogHeadProps = {
  readonly build: number;
  readonly log: FollowedLog;
  readonly search: LogSearch;
  readonly isFollowing: boolean;
  readonly follow: () => void;
  /** Null: no line says why. */
  readonly showDiagnosis: (() => void) | null;
};

/** What there is of the log, and the ways to a place in it. */
export const LogHead = ({ build, log, search, isFollowing, follow, showDiagnosis }: LogHeadProps) => (
  <div className="log-head">
    <h2>Log</h2>
    <span>{describeLog(log)}</span>
    <form
      className="log-search"
      onSubmit={(event) => {
        event.preventDefault();
        search.step(1);
      }}
    >
      <input
        type="search"
        aria-label="Search the log"
        placeholder="Search; n and N go on"
        spellCheck={false}
        maxLength={200}
        value={search.text}
        onChange={(event) => search.type(event.target.value)}
      />
      <output className="figure">{search.said}</output>
    </form>
    {showDiagnosis !== null && (
      <button type="button" onClick={showDiagnosis}>
        To the cause
      </button>
    )}
    <FollowButton isFollowing={isFollowing} isOver={log.status() === 'ended'} follow={follow} />
    <a href={`/api/builds/${build}/log`} download={`build-${build}.log`}>
      Raw log
    </a>
  </div>
);

type FollowButtonProps = {
  readonly isFollowing: boolean;
  readonly isOver: boolean;
  readonly follow: () => void;
};

const FollowButton = ({ isFollowing, isOver, follow }: FollowButtonProps) =>
  isOver ? (
    <button type="button" disabled={isFollowing} onClick={follow}>
      To the end
    </button>
  ) : (
    <button type="button" aria-pressed={isFollowing} onClick={follow}>
      {isFollowing ? 'Following' : 'Follow'}
    </button>
  );

function describeLog(log: FollowedLog): string {
  const lines = count(log.rows.lines(), 'line');
  const phase = log.phase();
  switch (log.status()) {
    case 'connecting':
      return 'opening…';
    case 'following':
      return phase === null ? `${lines}, waiting for more` : `${lines}, now in phase ${phase}`;
    case 'broken-off':
      return `${lines}, connection lost, trying again`;
    case 'ended':
      return lines;
  }
}
