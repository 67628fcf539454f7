import type { EvidenceView } from '../../http/contract/attempt.ts';
import { renderDuration } from '../words/measures.ts';
import { partOf } from './phase-parts.ts';

/** How long each phase took, in numbers; its colour is that of the bar. */
export const PhaseTimes = ({ phases }: Pick<EvidenceView, 'phases'>) => (
  <ul className="phase-times">
    {phases.map(({ phase, milliseconds }, index) => (
      <li key={index} className={partOf(phase)}>
        {phase} <span className="figure">{renderDuration(milliseconds)}</span>
      </li>
    ))}
  </ul>
);
