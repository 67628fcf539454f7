import { renderDuration } from './measures.ts';

type TimeBarProps = {
  readonly milliseconds: number;
  /** Null: nobody knows. */
  readonly expected: number | null;
  readonly label: string;
};

/** How long something has gone on against how long it is expected to. */
export function TimeBar({ milliseconds, expected, label }: TimeBarProps) {
  const taken = Math.max(0, milliseconds);
  const words =
    expected === null
      ? renderDuration(taken)
      : taken > expected
        ? `${renderDuration(taken)}, expected ${renderDuration(expected)}`
        : `${renderDuration(taken)} of about ${renderDuration(expected)}`;
  return (
    <span className="time-bar">
      <span className="figure">{words}</span>
      {expected === null ? (
        <span className="no-bar" />
      ) : (
        <progress
          aria-label={label}
          className={taken > expected ? 'over' : undefined}
          max={Math.max(1, expected)}
          value={Math.min(taken, Math.max(1, expected))}
        />
      )}
    </span>
  );
}
