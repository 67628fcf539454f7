import type { EvidenceView } from '../../http/contract/attempt.ts';
import { renderDuration } from '../words/measures.ts';

/** How long each phase took: as a bar for the eye, and in numbers. */
export function PhaseTimes({ phases }: Pick<EvidenceView, 'phases'>) {
  if (phases.length === 0) return null;
  return (
    <div className="phases">
      <div className="phase-bar" aria-hidden="true">
        {phases.map(({ phase, milliseconds }, index) => (
          <span
            key={index}
            className={`part-${index % 6}`}
            title={phase}
            style={{ flexGrow: Math.max(1, milliseconds) }}
          />
        ))}
      </div>
      <ul className="phase-times">
        {phases.map(({ phase, milliseconds }, index) => (
          <li key={index} className={`part-${index % 6}`}>
            {phase} <span className="figure">{renderDuration(milliseconds)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
