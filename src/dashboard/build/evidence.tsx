import type { ReactNode } from 'react';
import { renderFound } from '../../domain/attempt-story.ts';
import { plainWords } from '../../domain/plain-words.ts';
import type { AttemptView, EvidenceView, OutcomeView } from '../../http/contract/attempt.ts';
import { count, renderBytes } from '../words/measures.ts';

type EvidenceProps = { readonly attempt: AttemptView; readonly outcome: OutcomeView };

/** What was seen in an attempt. */
export function Evidence({ attempt, outcome }: EvidenceProps) {
  const { found, osPackages } = attempt;
  const { evidence } = outcome;
  const { image, log, peakMemoryBytes, requirements, imports } = evidence;
  const libraries = Object.entries(evidence.linkedLibraries);
  const wheel = outcome.kind === 'built' ? outcome.wheel : null;
  return (
    <dl className="facts">
      <Fact name="worker">{plainWords(evidence.worker)}</Fact>
      {image !== null && (
        <Fact name="image">
          <code>{image.identity}</code>
        </Fact>
      )}
      {found.length > 0 && (
        <Fact name="added">
          <ul>
            {found.map((one) => (
              <li key={one.package}>{plainWords(renderFound(one, evidence.openedPackages))}</li>
            ))}
          </ul>
        </Fact>
      )}
      {evidence.skippedExtensions.length > 0 && (
        <Fact name="skipped">{plainWords(evidence.skippedExtensions.join(', '))}</Fact>
      )}
      {osPackages.length > 0 && <Fact name="OS packages">{osPackages.join(', ')}</Fact>}
      {requirements.length > 0 && (
        <Fact name="requirements">
          <ul>
            {requirements.map(({ requirement, version, source }) => (
              <li key={requirement}>
                {plainWords(requirement)} met by {plainWords(version)}, {sources[source]}
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {wheel !== null && (
        <Fact name="wheel">
          {wheel.filename}, {renderBytes(wheel.sizeBytes)}
          {wheel.neededLibraries.length > 0 && `, needs ${plainWords(wheel.neededLibraries.join(', '))}`}
        </Fact>
      )}
      {libraries.length > 0 && (
        <Fact name="linked libraries">
          <ul>
            {libraries.map(([soname, owner]) => (
              <li key={soname}>
                {plainWords(soname)} → {plainWords(owner)}
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {imports.length > 0 && (
        <Fact name="imports">
          <ul>
            {imports.map((each) => (
              <li key={each.module}>{describeImport(each)}</li>
            ))}
          </ul>
        </Fact>
      )}
      {peakMemoryBytes !== null && <Fact name="peak memory">{renderBytes(peakMemoryBytes)}</Fact>}
      {log !== null && (
        <Fact name="log">
          {count(log.lines, 'line')}
          {log.cutBytes > 0 && `, and ${renderBytes(log.cutBytes)} that were cut`}
        </Fact>
      )}
    </dl>
  );
}

const sources = { farm: 'a wheel of this farm', distribution: "the distribution's own package" } as const;

const describeImport = (each: EvidenceView['imports'][number]): string =>
  each.result === 'imported'
    ? `✓ ${plainWords(each.module)}`
    : plainWords(`${each.module} stops at ${each.dependency}, which it requires`);

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);
