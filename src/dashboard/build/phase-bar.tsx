import type { EvidenceView } from '../../http/contract/attempt.ts';
import { partOf } from './phase-parts.ts';

type PhaseBarProps = Pick<EvidenceView, 'phases'> & {
  /** Its length against that of others, 0 to 1. */
  readonly share: number;
};

/** Phases behind each other, each as long as it took. */
export const PhaseBar = ({ phases, share }: PhaseBarProps) => (
  <span className="phase-bar" aria-hidden="true" style={{ width: `${Math.max(0.01, share) * 100}%` }}>
    {phases.map(({ phase, milliseconds }, index) => (
      <span
        key={index}
        className={partOf(phase)}
        title={phase}
        style={{ flexGrow: Math.max(1, milliseconds) }}
      />
    ))}
  </span>
);
